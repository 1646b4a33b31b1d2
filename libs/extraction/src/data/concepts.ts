/**
 * Words that news uses for the same thing, in the fields that negotiations are about. An issue whose terms or proposition
 * hold one of a concept's words is also pointed at by the others. One concept a line: `name: word, several words, ...`.
 * A name ending in `-` says that the words themselves turn their object round (a tariff is against trade).
 * Nothing here names an actor or a place: what is particular to a negotiation belongs in its dossier.
 */
const TABLE = `
ceasefire-: ceasefire, cease-fire, truce, armistice, cessation of hostilities, lay down arms, laying down arms, silence the guns, guns fall silent, guns must fall silent, halt in fighting, halt to the fighting, halt to fighting, halt in the fighting, pause in hostilities, pause in fighting, pause in the fighting, end to the fighting, end to fighting, end to hostilities, end of hostilities, end to the shooting, end to the violence, halt to hostilities, lull, stop the killing, stop the fighting, stop the shooting, de-escalation, standstill, humanitarian pause, stop where they are, freeze the front line, cessation
fighting: fighting, hostilities, combat, shooting, killing, bloodshed, guns, bombardment, shelling, bombing, airstrike, air strikes, attack, offensive, violence, assault, military operation
peace deal: peace agreement, peace deal, peace accord, peace treaty, peace settlement, comprehensive settlement, final settlement, permanent peace, long-term settlement
good faith: good faith, serious about peace, genuinely interested, sincere, genuine, genuinely want, really want, wants peace, want peace, wants a deal, ready for peace, committed to peace, interested in peace, interested in resolving, seeking peace, trustworthy
bad faith-: bad faith, playing for time, play for time, buying time, buy time, stall, stalling, drag out, dragging out, dragging its feet, drag its feet, delay tactics, delaying tactics, stalling tactics, not serious, insincere, prolong the war, prolong the conflict, playing games, play games, mess around, does not want peace, not ready for peace, not interested in peace, foot-dragging, deceive, deception, pretext, smokescreen, intransigence, intransigent, procrastination, procrastinating, prevarication, obstruct, obstruction, obstructionism, roadblock, stonewalling, stonewall, foot-dragging, brinkmanship, insincerity, duplicity, deceit, delaying tactics, time-wasting, wasting time, evasion, evasive, broken promises, playing games, posturing
meeting: meeting, summit, meet, face-to-face, face to face, sit down, one-on-one, encounter, rendezvous, three-way, trilateral, bilateral
talks: talks, negotiation, negotiate, dialogue, consultation, discussion, diplomacy, diplomatic, negotiating table, bargaining table, bargaining, parley, talk, mediation, engagement, to the table, at the table, round the table, around the table, back to the table, door is open, door remains open, open door, keep talking, talking to each other, conversation, come together
venue: venue, host, location, place of the meeting
troops: troops, soldiers, forces, army, military personnel, contingent, boots on the ground, servicemen, garrison, battalion, armed forces, servicepeople
peacekeepers: peacekeeper, peacekeeping, peacekeeping troops, peacekeeping force, peacekeeping mission
reassurance: reassurance, peacekeeping, stabilisation, stabilization, monitoring mission, multinational force, international force
weapons: weapons, arms, weaponry, missile, ammunition, munition, artillery, rocket, tank, fighter jet, warplane, drone, military equipment, air defence, military aid, military assistance, arms delivery, arms deliveries, weapons deliveries, weapons shipments, arms shipments, armaments, military hardware, lethal aid
guarantee: guarantee, assurance, security commitment, protection, safeguard
membership: membership, join, joining, accession, accede, become a member, member, admission, entry
neutrality-: neutrality, neutral, nonaligned, non-aligned, nonalignment
territory: territory, territorial, land, region, province, border, swap of land, territorial concession, territorial claim
cede: cede, cession, give up, surrender, hand over, withdraw, pull out, pull back, leave, swap, concession, recognise, relinquish, concede
integrity-: integrity, sovereignty, inviolability
sanctions-: sanctions, punitive measure, economic pressure, restrictive measure, embargo, asset freeze, price cap, blacklisting, secondary tariffs, economic penalties
tariff-: tariff, duty, duties, levy, levies, import tax, customs duty, surcharge, trade barrier, import duties
export controls-: export control, export curb, export restriction, export ban, export licence, export license, licensing regime, licensing requirement
retaliation: retaliate, retaliation, retaliatory, countermeasure, counter-measure, counter-tariff, hit back, strike back, respond in kind, tit-for-tat, reprisal, fight back, fight to the end, tit for tat, payback, response
chips: chip, semiconductor, processor, microchip, graphics processor, gpu, advanced technology
rare earths: rare earth, rare earths, magnet, critical mineral, critical raw material, strategic mineral, strategic metal
deal: deal, agreement, accord, pact, treaty, framework, memorandum
plan: plan, proposal, blueprint, roadmap, road map, draft, initiative, peace plan, points, document, offer, text
extension: extend, extension, prolong, prolongation, roll over, rollover, renew, renewal, longer
deadline: deadline, cut-off, cutoff, expiry, time limit
purchase: purchase, buy, order, import, procurement
farm goods: farm goods, agricultural product, soybean, grain, crop, corn, wheat, beef, pork, farm product, agriculture, produce, farmer
hostages: hostage, captive, abductee, those held
prisoners: prisoner, detainee, inmate, prisoner of war, prisoners of war, pow
prisoner exchange: prisoner exchange, prisoner swap, exchange of prisoners, swap of prisoners
release: release, free, freed, freeing, return, hand back, let go, liberate
aid: humanitarian aid, aid, relief, relief supplies, food aid, aid deliveries, aid convoy, aid truck, humanitarian assistance, assistance, famine relief
crossing: crossing, border crossing, corridor, checkpoint, gateway
withdrawal-: withdrawal, withdraw, pullout, pull-out, pull out, pullback, pull back, retreat, leave, evacuate, vacate
disarmament-: disarm, disarmament, demilitarise, demilitarisation, lay down its weapons, lay down its arms, lay down their arms, give up its weapons, give up its arms, hand over weapons, hand over its weapons, surrender its weapons, decommission, state monopoly on arms
governance: govern, governance, rule, administer, administration, interim authority, technocratic committee, transitional authority, run the territory
statehood: state, statehood, two-state solution, independence, sovereignty, sovereign state, self-determination
recognition: recognise, recognition, recognize, diplomatic recognition
settlements: settlement, settler, annex, annexation, outpost
blockade-: blockade, siege, naval blockade, closure
enrichment: enrichment, enrich, enriched uranium, enriching, centrifuge, uranium, nuclear programme, nuclear program, nuclear activity, nuclear fuel
stockpile: stockpile, highly enriched uranium, enriched material
inspection: inspection, inspector, verification, monitoring, monitor, access to sites, access to its sites, safeguard, nuclear watchdog
nuclear weapon: nuclear weapon, atomic bomb, nuclear bomb, warhead, bomb, nuclear arsenal, atomic weapon
missiles: ballistic missile, missile programme, missile program
proxy: proxy, proxies, militia, armed group, regional ally
denuclearisation-: denuclearise, denuclearisation, denuclearize, denuclearization, dismantle
military drills: military exercise, drill, war game, manoeuvre, maneuver, joint exercise
strike action: strike, walkout, walk-out, industrial action, stoppage, picket, picket line, down tools, work stoppage
wages: wage, pay, salary, pay rise, pay raise, raise, earnings, pay increase, wage increase, pay deal, pay offer, pay claim, wage demand, compensation
working time: working hours, working time, hours, shift, rota, work week, four-day week, overtime, leave
job cuts-: job cut, layoff, lay-off, redundancy, redundancies, job losses, dismissal, plant closure, closure of the plant
job security: job security, no compulsory redundancies, jobs guarantee, job guarantee, jobs
automation: automation, automate, robot, artificial intelligence, automated
pension: pension, retirement, retirement age, retirement benefit
benefits: benefit, health care, healthcare, health insurance, sick pay, cost of living, cola
residual: residual, royalty, royalties
arbitration: arbitration, arbitrator, mediation, mediator, conciliation, binding arbitration
emissions: emission, greenhouse gas, carbon, carbon dioxide, methane, co2, climate target, climate pledge, pollution, carbon pollution
fossil fuels: fossil fuel, coal, oil, gas, oil and gas, petroleum, hydrocarbon
phase-out-: phase out, phase-out, phaseout, phasing out, phase down, phase-down, transition away, transitioning away, move away, wean off
climate finance: climate finance, climate aid, adaptation finance, adaptation fund, loss and damage, climate fund, money for poorer, new money, climate money, public finance
finance: finance, funding, fund, money, payment, pay, contribution, cash, grant, loan, credit
plastic: plastic, plastic production, polymer, virgin plastic, single-use plastic, plastic waste
production: production, output, manufacture, produce
chemicals: chemical, additive, substance of concern, toxic chemical
forest: forest, deforestation, rainforest
biodiversity: biodiversity, nature, species, marine life, wildlife, ecosystem
shipping: shipping, ship, vessel, maritime, carrier
seabed: seabed, deep-sea mining, sea floor, nodules
fishing: fishing, fish, fishery, fisheries, catch, quota, fishermen, fishing rights, trawler, fleet, stocks
whaling: whaling, whale
pandemic: pandemic, pathogen, vaccine, outbreak, virus
pathogen sharing: pathogen access, benefit sharing, benefit-sharing, sample sharing, virus samples
patents: patent, intellectual property, technology transfer, generic, waiver
drug prices: drug price, medicine price, drug pricing, prescription drug, pharmaceutical, medicine
tax: tax, taxation, digital services tax, digital tax, minimum tax, wealth tax, levy
quota: quota, quota-free, import quota, ceiling
market access: market access, open its market, access to the market, non-tariff barrier, market opening, single market
cars: car, automobile, vehicle, auto, carmaker, electric vehicle, ev
steel: steel, aluminium, aluminum, metal
food standards: food standard, hormone-treated beef, chlorinated chicken, sanitary, phytosanitary, food safety, animal health
border checks: border check, customs check, checks on goods, hard border, customs border, border control, paperwork
customs union: customs union, single market, free trade area, free movement, freedom of movement
youth mobility: youth mobility, youth experience, mobility scheme, youth exchange, visa, erasmus
citizens: citizens' rights, residence right, settled status
migration: migrant, migration, asylum, asylum seeker, refugee, immigration, irregular migration, small boats
returns: deport, deportation, repatriation, return of migrants, returns deal, send back, readmission
budget: budget, spending, expenditure, appropriation, spending bill
defence spending: defence spending, defense spending, military spending, spending target, of gdp, percent of gdp
debt: debt, deficit, borrowing, borrow, eurobond, joint debt, bond, creditor, haircut, debt relief, debt restructuring, restructuring
bailout: bailout, bail-out, rescue package, rescue loan, bailout loan, imf programme
austerity: austerity, spending cut, budget cut, belt-tightening, fiscal consolidation
reform: reform, overhaul, restructure, structural reform
coalition: coalition, coalition government, govern together, form a government, grand coalition, alliance, confidence and supply
election: election, poll, vote, ballot, early election, snap election, polling day, go to the polls
referendum: referendum, plebiscite, popular vote, public vote
transition: transition, transitional government, interim government, caretaker, handover of power, transfer of power
power sharing: power-sharing, power sharing, unity government, government of national unity, inclusive government
autonomy: autonomy, devolution, self-rule, self-government, federalism, decentralisation
independence: independence, secession, secede, breakaway, sovereign state
constitution: constitution, constitutional, charter
amnesty: amnesty, pardon, immunity, political prisoner
resignation: resign, resignation, step down, stand down, quit, step aside, leave office
rebels: rebel, insurgent, militia, armed group, guerrilla, fighter, paramilitary
integration: integrate, integration, merge into, absorbed, incorporate
dam: dam, reservoir, filling, hydropower, hydroelectric, mega-dam
water: water, river, flow, downstream, upstream, drought, water release, water sharing, water share
merger: merger, takeover, acquisition, bid, buyout, buy-out, acquire, tie-up, takeover bid
divest-: divest, divestment, divestiture, sell off, spin off
ownership: ownership, owner, stake, shareholder, shareholding, golden share, nationalise, nationalisation
price: price, fee, premium, cost
data: data, privacy, algorithm, user data
platforms: social media, platform, online safety, content moderation
ai: artificial intelligence, ai, machine learning, chatbot
copyright: copyright, training data, content creators
competition: competition, antitrust, monopoly, dominance
visa: visa, travel permit, free travel
bases: military base, base, airbase, air base, naval base
frozen assets: frozen assets, immobilised assets, immobilized assets, frozen funds, frozen reserves, reparations loan, assets, confiscation, confiscate
reparations: reparation, compensation, restitution, war damages, claims
reconstruction: reconstruction, rebuilding, rebuild, recovery fund
war crimes: war crime, tribunal, prosecution, accountability, war crimes court, transitional justice
airspace: airspace, no-fly zone, flights, aviation, airline
navigation: navigation, strait, freedom of navigation, waterway, sea lane, ships through, canal, passage
energy: energy, electricity, power plant, nuclear plant, power grid, energy infrastructure
pipeline: pipeline, gas transit, transit, lng, liquefied natural gas
minerals: mineral, mineral deal, minerals deal, resource, mining, mine, lithium, cobalt
fentanyl: fentanyl, opioid, precursor, drug trafficking, narcotic, overdose
cartels: cartel, drug gang, trafficker, smuggling, smuggler
landmines: landmine, mine, cluster munition
refugees return: return of refugees, displaced people, displaced, right of return, resettlement, relocate, relocation, displacement
islands: island, archipelago, islet
backstop: backstop, air support, air cover, intelligence sharing, air power, military part
base rate: interest rate, rate cut, rate
housing: housing, rent, rent freeze, home
training: training, train, instructors
sports: boycott, tournament, league, club, broadcast rights, salary cap, revenue share, revenue sharing, free agency, luxury tax
teachers: class size, staffing, staffing level, nurse, teacher, doctor
`;

/**
 * Words that may stand for one another inside a term ("send troops", "deploy soldiers"); one group a line. The first word
 * stands for the group.
 */
const SYNONYMS = `
troops soldiers forces army personnel contingent military servicemen
send deploy dispatch station place put go
weapons arms weaponry missiles munitions ammunition
ceasefire truce armistice
meeting summit meet encounter sit
tariffs duties levies tariff duty levy
deal agreement accord pact settlement
talks negotiations dialogue negotiate consultations discussions
cut reduce lower slash ease lessen trim
raise increase hike
curbs restrictions controls limits curb restriction control limit
cede surrender relinquish yield concede abandon
territory land region territories regions lands soil province provinces
withdraw leave pull retreat quit
wages pay salary salaries wage
extend prolong renew
buy purchase
plan proposal blueprint roadmap draft
guarantees guarantee assurances assurance
retaliate retaliation countermeasures reprisal retaliatory
join joining accession membership enter accede member
free release freed liberate
hostages captives hostage captive abductees
aid relief assistance
dam reservoir
ban prohibit outlaw
emissions emission pollution carbon
finance funding funds money fund
fight fighting combat hostilities shooting killing
stop halt end cease
sanctions sanction penalties embargo
strike walkout stoppage
inspectors inspections inspection monitoring verification inspector
recognise recognize recognition acknowledge
borders border frontier
visit travel come trip
hold host stage
election elections vote poll ballot
resign resignation quit
disarm disarmament demilitarise demilitarisation
supply deliver provide send give
cooperation cooperate
jobs posts job
debt debts borrowing
return returns repatriate deport
`;

/** Each word of a synonym group with the word that stands for it. */
export const SYNONYM_GROUPS: readonly (readonly string[])[] = SYNONYMS.trim()
  .split('\n')
  .map((line) => line.split(' '));

export interface Concept {
  readonly id: string;
  readonly sign: 1 | -1;
  readonly phrases: readonly string[];
}

export const CONCEPTS: readonly Concept[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    return {
      id: name.replace(/-$/, ''),
      sign: name.endsWith('-') ? -1 : 1,
      phrases: line
        .slice(colon + 1)
        .split(',')
        .map((phrase) => phrase.trim())
        .filter((phrase) => phrase !== ''),
    };
  });
