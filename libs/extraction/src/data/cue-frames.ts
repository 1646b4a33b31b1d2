/**
 * Cue frames: the verbs, nouns and adjectives by which a stance is made known, as data. `sign` is what the cue does to
 * what it governs: +1 keeps its direction, -1 turns it round. The same signs are read in a dossier's propositions, so
 * that "lift the sanctions" and "more sanctions should be put on" come out as opposites.
 *
 * A multiword lemma is written with spaces; its first word is inflected. `*` allows up to three words between.
 */
export interface CueGroup {
  readonly id: string;
  /** report: gives words; attitude: says how the actor stands; change: does something to its object; */
  readonly role: 'report' | 'attitude' | 'change' | 'open';
  readonly pos: 'verb' | 'noun' | 'adjective' | 'phrase';
  readonly sign: 1 | -1;
  /** Done with a subject that is an actor, it is an act that makes the stance known. */
  readonly act?: boolean;
  readonly lemmas: string;
}

export const CUE_FRAMES_VERSION = '1.0.0';

export const CUE_GROUPS: readonly CueGroup[] = [
  {
    id: 'say',
    role: 'report',
    pos: 'verb',
    sign: 1,
    lemmas: `say, tell, add, note, explain, state, declare, announce, reiterate, repeat, stress, emphasise, emphasize, underline, underscore,
      argue, assert, claim, maintain, contend, believe, think, suggest, admit, acknowledge, concede, confirm, reveal, write, tweet, post,
      comment, remark, observe, point out, predict, reply, respond, go on, continue, conclude, describe, call, label, brand, term, regard, see, view,
      recall, remind, inform, testify, complain, lament, joke, quip, boast, accuse, charge, allege, hint, signal,
      indicate, imply, assure, voice, express, caution, warn, insist, make clear, spell out, set out, lay out, add, disclose, report,
      estimate, feel, find, hold that, make it clear, make it plain, make plain, make known, make it known, let it be known, leave no doubt, take the view, hold the view, speak of, cite, quote, ask, answer, counter, retort, chime in, muse, vent, thunder, sum up, put it, outline, sketch, tout, promise, vow, pledge, threaten, urge`,
  },
  {
    id: 'sure',
    role: 'report',
    pos: 'adjective',
    sign: 1,
    lemmas: `convinced, certain, confident, of the opinion, of the view, of the belief, in no doubt, under no illusion, clear that`,
  },
  {
    id: 'endorse',
    role: 'attitude',
    pos: 'verb',
    sign: 1,
    act: true,
    lemmas: `support, back, have no objection, have nothing against, make sense, salute, endorse, authorise, authorize, welcome, favour, favor, embrace, champion, advocate, defend, applaud, praise, hail, accept, approve, agree,
      consent, ratify, sign, adopt, co-sponsor, subscribe, side with, stand by, stand behind, vote for, sign up, sign off, green-light, greenlight, cheer, uphold, affirm, reaffirm, commend, thank`,
  },
  {
    id: 'propose',
    role: 'attitude',
    pos: 'verb',
    sign: 1,
    act: true,
    lemmas: `propose, offer, suggest, call for, call on, urge, demand, insist on, insist upon, insist, seek, want, wish, hope, press, push, push for, appeal, ask for, ask,
      request, plead, beg, recommend, invite, plan, intend, aim, pledge, promise, vow, commit, undertake, threaten, prefer, need,
      require, stand ready, look forward, lobby, campaign, argue for, speak up for, make the case, decide, opt for, resolve, choose to, advise, counsel, bow to, give in to, yield to, heed, long for, strive, give * blessing, throw * weight, lend * support, give * backing, give * approval, give * green, give * nod, throw * weight behind, put * weight behind, have * back, come round to, come around to, come on board, plump for, come down in favour, warm to, set * deadline, give * deadline, give * ultimatum, come out for, come out in favour, leave * place, keep * place, encourage, exhort, implore, table,
      be pressured into, be bullied into, be blackmailed into, be forced into, be pushed into, be dragged into, be rushed into, be drawn into, be lured into, be talked into, be coerced into, be cajoled into, be goaded into, is for, are for, was for, were for, would rather, would sooner, would like, would love, vote to, volunteer, stick to, cling to, stand for, mean to, press for, hold out for, float, pitch, unveil, prepare, expect, try to, tout, talk up, fight for, battle for, struggle for, side with, plead for, set * heart`,
  },
  {
    id: 'reject',
    role: 'attitude',
    pos: 'verb',
    sign: -1,
    act: true,
    lemmas: `reject, oppose, have none of, having none of, would not have it, will not have it, would not have any, will not have any, would not hear of, will not hear of, hear nothing of, express concern, express concerns, express alarm, express dismay, express doubt, express doubts, express regret, express disappointment, express opposition, voice concern, voice concerns, voice doubts, voice opposition, raise doubts, raise concerns, raise objections, express * concern, express * alarm, express * dismay, express * doubt, express * regret, express * disappointment, voice * concern, voice * doubt, voice * dismay, raise * concern, raise * objection, raise * doubt, refuse, have no plan, have no plans, have no intention, have no interest, have no desire, have no wish, have no appetite, have no time for, see no reason, see no need, see no point, see no use, make no sense, make little sense, decide against, advise against, counsel against, argue against, speak against, campaign against, protest against, lobby against, push against, ignore, defy, snub, disregard, shrug off, rule out, ruled out, exclude, dismiss, condemn, criticise, criticize, denounce, decry, slam, blast, deplore, resist,
      object, rebuff, spurn, decline, turn down, turn * down, veto, boycott, protest, warn against, deny, doubt, disagree, fear, regret,
      ridicule, mock, scoff, walk out, walk away, repudiate, balk, baulk, shun, oppose, forswear, renounce, disown, come out against, stand up to, brush aside, brush off, wave away, knock down,
      shoot down, pour cold water, throw out, vote against, vote down, speak out against, push back, fight, lash out, attack the, hit out, decry, disapprove,
      abhor, detest, downplay, play down, cast doubt, contest, challenge, shy away, steer clear, recoil, dig in, hold back, stop short, reproach, rebuke, censure, back away, backtrack, forget, forget about, stop dreaming, question the, question our, question whether, call into question, call * into question, pour scorn, throw cold water, bristle at, rail against, rail at, inveigh, pay the price for, suffer from, suffer under, bear the brunt of, sneer at, laugh off, give short shrift`,
  },
  {
    id: 'bind',
    role: 'attitude',
    pos: 'verb',
    sign: 1,
    lemmas: `tie, link, condition, make * conditional, make * dependent, make * contingent`,
  },
  {
    id: 'blame',
    role: 'attitude',
    pos: 'verb',
    sign: -1,
    act: true,
    lemmas: `accuse, blame, fault, chide, berate, scold, castigate, lambast, lambaste, upbraid, take issue, find fault`,
  },
  {
    id: 'raise',
    role: 'change',
    pos: 'verb',
    sign: 1,
    act: true,
    lemmas: `send, deploy, station, supply, deliver, give, resume, restart, extend, prolong, renew,
      expand, increase, raise, step up, ramp up, scale up, boost, strengthen, tighten, toughen, impose, introduce, slap, add, restore, reinstate, buy, purchase,
      recognise, recognize, implement, enforce, enact, fund, finance, host, grant, allow, permit, let, hike, roll over, retaliate, hit back, strike back,
      put, announce, respond with, answer with, reply with, punch back, activate, trigger, escalate, earmark, release, free, train, invest, upgrade, go ahead, press ahead, push ahead, reopen, provide, join`,
  },
  {
    id: 'raise-weak',
    role: 'change',
    pos: 'verb',
    sign: 1,
    lemmas: `begin, start, launch, continue, keep, maintain, apply, build, create, establish, set up,
      use, open, sell, receive, get, obtain, enter, honour, honor,
      hold, arrange, organise, organize, take part, participate, attend, meet, sit down, negotiate, talk, speak, discuss, engage,
      punch, protect, guarantee, secure, ensure, safeguard, preserve, comply, fulfil, fulfill, contribute, help, assist, share, admit, ease into,
      widen, deepen, accelerate, speed up, return to, proceed, move ahead, carry on, move forward, carry out, go, come, travel, visit, broaden, resettle, rebuild, pay,
      save, gain, win, achieve, reach, conclude, seal, clinch, settle, become, make, do, act, arm, mobilise, mobilize, monitor, verify, inspect, enrich, produce, mine, drill`,
  },
  {
    id: 'lower',
    role: 'change',
    pos: 'verb',
    sign: -1,
    act: true,
    lemmas: `stop, end, bring * to an end, bring * to a close, put an end to, put a stop to, bring an end to, do away with, get rid of, call time on, halt, cease, swap, pause, suspend, freeze, lift, ease, relax, loosen, drop, scrap, cut, lower, reduce, remove, abolish, cancel, withdraw, pull out, pull back,
      pull, leave, quit, exit, abandon, give up, cede, surrender, relinquish, delay, postpone, put off, put on hold, put * on hold, shelve, block, ban, prohibit, outlaw, regulate, forbid, bar, prevent, restrict, limit,
      curb, cap, breach, violate, dismantle, disarm, demilitarise, demilitarize, lose, slash, trim, roll back, scale back, wind down, phase out, phase down, phase * out, cut off, withhold,
      eliminate, eradicate, tear up, rip up, ditch, revoke, rescind, repeal, undo, reverse, terminate, waive, forgo, derail, sabotage, undermine,
      obstruct, break off, call off, stall, drag out, shut, close, shut down, evict, expel, retreat, disband, destroy, downblend, fall silent, silence, lay down, hold off, keep * from, wean, refrain, starve, deprive, seize, walk back, water down, dilute, erode, gut, axe, expire, lapse, run out, mess around, drag * feet, pull the plug`,
  },
  {
    id: 'lower-weak',
    role: 'change',
    pos: 'verb',
    sign: -1,
    lemmas: `avoid, replace, supplant, poison, torpedo, scupper, scuttle, sink, spoil, doom, imperil, frustrate, endanger, impede, hinder, hamper, thwart, jeopardise, jeopardize, damage, harm, hurt, weaken, destroy, ruin, leave, lose, stall, pull, halve, break the, break a, break its, break their, break his, break this, break every, renege on, flout, defy, disregard, ignore, stand in the way of, get in the way of, back down, back off, back out, climb down, give ground, compromise on, budge on, budge from, waver, flinch, collapse, break down, founder, fall apart, fall through, unravel, wreck, fall silent, silence, lay down, expire, lapse, run out, end, undermine, shut, close`,
  },
  {
    id: 'less',
    role: 'change',
    pos: 'adjective',
    sign: -1,
    lemmas: `shorter, smaller, fewer, less, cheaper, weaker, looser, softer, lighter`,
  },
  {
    id: 'idle',
    role: 'change',
    pos: 'adjective',
    sign: -1,
    lemmas: `in abeyance, on hold, on ice, in limbo, null and void, off limits, at a standstill, a thing of the past`,
  },
  {
    id: 'support-noun',
    role: 'attitude',
    pos: 'noun',
    sign: 1,
    lemmas: `support, backing, endorsement, approval, call, demand, request, appeal, offer, proposal, insistence, push, wish, desire, hope, pledge, promise, vow, commitment,
      readiness, willingness, plan, intention, agreement, consent, invitation, preference, bid, plea, drive, advocacy, acceptance, threat, ultimatum, campaign, suggestion, openness, eagerness, determination, recommendation, condition, requirement, need`,
  },
  {
    id: 'reject-noun',
    role: 'attitude',
    pos: 'noun',
    sign: -1,
    lemmas: `rejection, refusal, opposition, objection, resistance, condemnation, criticism, denial, veto, failure to, inaction, reluctance, unwillingness, doubt, scepticism, skepticism, boycott, dismissal, reservation, misgiving, disapproval, fear, no place, red line, obstacle, hurdle, barrier`,
  },
  {
    id: 'lower-noun',
    role: 'change',
    pos: 'noun',
    sign: -1,
    lemmas: `absence, lack, halt, end, stop, suspension, pause, freeze, removal, lifting, easing, reduction, cut, withdrawal, pullout, pull-out, pullback, pull-back, retreat, cancellation, delay,
      postponement, ban, prohibition, restriction, limit, curb, cap, control, sanction, embargo, blockade, moratorium, tariff, duty, levy, abolition, phase-out, phaseout, phase-down, phasedown, surrender, cession, loss,
      violation, breach, dismantling, disarmament, demilitarisation, demilitarization, reversal, repeal, ceasefire, cease-fire, truce, armistice, closure, cessation, relinquishment, divestment, divestiture, boycott, rollback, abandonment, stoppage, expiry, elimination, deprivation, shutdown, crackdown, curfew, relief, collapse, failure, breakdown, demise, concession, swap, handover, transfer, decommissioning, expulsion, penalty`,
  },
  {
    id: 'raise-noun',
    role: 'change',
    pos: 'noun',
    sign: 1,
    lemmas: `extension, renewal, snapback, reimposition, resumption, increase, rise, hike, expansion, deployment, delivery, supply, provision, introduction, imposition, continuation, creation, establishment, escalation, use, purchase, sale, implementation, recognition, membership, accession, participation, integrity, preservation, protection`,
  },
  {
    id: 'willing',
    role: 'attitude',
    pos: 'adjective',
    sign: 1,
    lemmas: `ready, willing, prepared, open to, keen, eager, happy, determined, committed, essential, necessary, important, vital, crucial, needed, indispensable, imperative,
      possible, acceptable, positive, constructive, fair, reasonable, viable, welcome, promising, inclined, glad, pleased, grateful, strong, serious, interested, favourable, favorable, supportive, on board, in favour of, in favor of, no alternative to, no alternative but, no substitute for, no choice but, no option but, no other choice but, no other option but, no way around, no way round, nothing but, the best way, the only way, the way forward, sensible, overdue, justified, legitimate, urgent, a must, not change, never change, not be changed, not be touched, not be altered, never be changed, untouched, unchanged, intact, delighted, relieved, heartened, thrilled, non-negotiable, not negotiable, not up for negotiation, nonnegotiable, long overdue,
      helpful, useful, good, right, step towards, step toward, step in the right direction, great, enough reason, entitled, paramount, ironclad, key, better, best, optimistic, hopeful, encouraging, adamant, unwavering, critical, comfortable, comfortable with, proud, worthwhile, pivotal, the right thing, unavoidable`,
  },
  {
    id: 'unwilling',
    role: 'attitude',
    pos: 'adjective',
    sign: -1,
    lemmas: `unacceptable, impossible, wrong, unrealistic, unfair, illegal, unlawful, dangerous, reckless, unwilling, reluctant, sceptical, skeptical, opposed, absurd, pointless, unjustified,
      out of the question, disappointed, dismayed, alarmed, appalled, angered, outraged, saddened, unhappy, displeased, furious, shocked, fed up, no excuse for, no justification for, no case for, no point in, little point in, no sense in, little sense in, no question of, not on the agenda, off the agenda, isn't on the agenda, no need for, no future for, no room for, off the table, not on the table, isn't on the table, aren't on the table, wasn't on the table, never on the table, a no go, a no-go, a red line, red line, non-starter, nonstarter, unhelpful, counterproductive, counter-productive, illegitimate, mistake, disaster, harmful, bad idea, a bad, unthinkable, untenable, intolerable,
      unnecessary, undesirable, against, hostile to, averse, wary, wary of, concerned about, worried about, nonsense, ridiculous, irresponsible, insane, outrageous, disappointing, betrayal, blackmail, capitulation, coercive, bullying, unworkable, unreasonable, excessive, unsustainable, inadmissible, premature, making a mistake, a mistake, disagreeable, far from, a threat to, threat to, too far, no reason, too soon, short of, devastating, damaging, destructive, worthless, useless, unenforceable, flawed, inadequate, insufficient, unviable, futile, meaningless, impractical, unconstitutional, insincere, dishonest, cynical, sham`,
  },
  {
    id: 'open',
    role: 'open',
    pos: 'phrase',
    sign: 1,
    lemmas: `decline to say, decline to comment, decline to be drawn, refuse to say, refuse to comment, refuse to be drawn, would not say, did not say, would not be drawn, not decided, not yet decided, no decision,
      yet to decide, undecided, we'll see, we will see, wait and see, remains to be seen, hypothetical, neither confirm nor deny, neither confirmed nor denied, too early, open question, would not comment, did not comment, no comment,
      prefer not to say, prefers not to say, preferred not to say, not taken a position, no position, noncommittal, non-committal, on the fence, keep an open mind, under review, under consideration, will look at, look into, study the, studying the, studying it, weigh, mull, consider, reviewing,
      not made up, has not made a decision, not been made, in due course, remain neutral, did not commit, would not commit, declined to commit, stop short of, stopped short of, all options, options are on the table, everything is on the table, remains on the table, remain on the table, not clear whether, might or might not, let's see, depends, sidestep, dodge, duck the question, evade, did not give a date, not certain, not sure, don't know, do not know, neither yes nor no, did not elaborate, nothing is agreed, nothing has been agreed, not been agreed, yet to agree, not given the sign-off, n't given the sign-off, haven't given the sign-off, no deal yet, no final decision, left open, leave open, keep the door open, would be informed, reserve judgment, reserve judgement, reserved judgment, reserved judgement, withhold judgment, never say never, not speculate, n't speculate, refuse to speculate, decline to speculate, up to the members, for the members to decide, up to our members, up to members, for our members to decide, take note of, took note of, takes note of, taken note of,
      not take a position, n't take a position, not yet made up, n't made up, another day, another time, under discussion, under study, being studied, being examined, being considered, being reviewed, being weighed, examine the, examine it, examining the, examining it, scrutinise, scrutinize, assess the, assessing the, assessing it, evaluate the, evaluating, evaluating it, more time to consider, more time to study, need time to, needs time to, perhaps not, maybe not, or not,
      all options were on the table, options were on the table, options remained on the table, everything was on the table, nothing was off the table, nothing is off the table, nothing off the table, no option is off the table, no options off the table, keep options open, keeping options open, keep its options open, keep all options open, keep our options open, keeping its options open, keeping his options open, keeping all options open, nothing was excluded, nothing is excluded,
      cross that bridge, play it by ear, time will tell, jury is still out, jury is out, hard to say, difficult to say, can't say whether, cannot say whether, impossible to say, not for me to say, not going to get into, not get into, not get ahead of, not going to negotiate in public, not negotiate in public, not negotiate in the media, had nothing to add, has nothing to add, nothing to announce, no announcement, would not be pinned down, hedge, equivocate, demur, refrain from comment, non-commital, avoid saying, avoided saying, avoids saying, avoiding saying, gave no indication, give no indication, gave no hint, gave no answer, gave no clue, gave no details, kept quiet on, keep quiet on, stay neutral, stayed neutral, remained neutral, remains neutral, neutral on, took no view, take no view, has no view, had no view, agnostic, ambivalent, undetermined, yet to be decided, yet to be determined, still to be decided, to be determined, not a foregone conclusion, premature to say, premature to speculate, too soon to say, too soon to tell, too early to tell, too early to say, consult its members, consult our members, consult members, consult their members,
      neither for nor against, no clear answer, could be discussed, can be discussed, matter for later, question for later, nothing has been decided, nothing had been decided, nothing is decided, not know whether, do not know if, not know if, looking at, is studying, are studying, was studying, were studying, still studying, no final answer, no answer yet, no firm answer, open-ended, not a yes, yet to make up, yet to take a position, take no position, took no position, take no side, took no side, take no stance, took no stance`,
  },
];
