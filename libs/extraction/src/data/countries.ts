/**
 * States and the words English news has for them: name; adjective; people; capital and seats that stand for the
 * government. `a|b` are alternatives.
 */
const TABLE = `
Afghanistan;Afghan;Afghans;Kabul
Albania;Albanian;Albanians;Tirana
Algeria;Algerian;Algerians;Algiers
Angola;Angolan;Angolans;Luanda
Argentina;Argentine|Argentinian;Argentines|Argentinians;Buenos Aires|Casa Rosada
Armenia;Armenian;Armenians;Yerevan
Australia;Australian;Australians;Canberra
Austria;Austrian;Austrians;Vienna
Azerbaijan;Azerbaijani|Azeri;Azerbaijanis|Azeris;Baku
Bahrain;Bahraini;Bahrainis;Manama
Bangladesh;Bangladeshi;Bangladeshis;Dhaka
Belarus;Belarusian;Belarusians;Minsk
Belgium;Belgian;Belgians;
Bolivia;Bolivian;Bolivians;La Paz
Bosnia and Herzegovina|Bosnia;Bosnian;Bosnians;Sarajevo
Brazil;Brazilian;Brazilians;Brasilia
Bulgaria;Bulgarian;Bulgarians;Sofia
Cambodia;Cambodian;Cambodians;Phnom Penh
Cameroon;Cameroonian;Cameroonians;Yaounde
Canada;Canadian;Canadians;Ottawa
Chad;Chadian;Chadians;N'Djamena
Chile;Chilean;Chileans;Santiago
China;Chinese;;Beijing|Zhongnanhai
Colombia;Colombian;Colombians;Bogota
Congo|DR Congo|Democratic Republic of Congo|Democratic Republic of the Congo|DRC;Congolese;;Kinshasa
Costa Rica;Costa Rican;Costa Ricans;San Jose
Croatia;Croatian;Croatians|Croats;Zagreb
Cuba;Cuban;Cubans;Havana
Cyprus;Cypriot;Cypriots;Nicosia
Czech Republic|Czechia;Czech;Czechs;Prague
Denmark;Danish;Danes;Copenhagen
Ecuador;Ecuadorian;Ecuadorians;Quito
Egypt;Egyptian;Egyptians;Cairo
Eritrea;Eritrean;Eritreans;Asmara
Estonia;Estonian;Estonians;Tallinn
Ethiopia;Ethiopian;Ethiopians;Addis Ababa
Fiji;Fijian;Fijians;Suva
Finland;Finnish;Finns;Helsinki
France;French;;Paris|Elysee|Quai d'Orsay
Georgia;Georgian;Georgians;Tbilisi
Germany;German;Germans;Berlin
Ghana;Ghanaian;Ghanaians;Accra
Greece;Greek;Greeks;Athens
Greenland;Greenlandic;Greenlanders;Nuuk
Guyana;Guyanese;;Georgetown
Haiti;Haitian;Haitians;Port-au-Prince
Hungary;Hungarian;Hungarians;Budapest
Iceland;Icelandic;Icelanders;Reykjavik
India;Indian;Indians;New Delhi|Delhi
Indonesia;Indonesian;Indonesians;Jakarta
Iran;Iranian;Iranians;Tehran
Iraq;Iraqi;Iraqis;Baghdad
Ireland;Irish;;Dublin
Israel;Israeli;Israelis;Jerusalem|Tel Aviv
Italy;Italian;Italians;Rome|Palazzo Chigi
Ivory Coast;Ivorian;Ivorians;Abidjan
Japan;Japanese;;Tokyo
Jordan;Jordanian;Jordanians;Amman
Kazakhstan;Kazakh;Kazakhs;Astana
Kenya;Kenyan;Kenyans;Nairobi
Kosovo;Kosovan|Kosovar;Kosovars|Kosovans;Pristina
Kuwait;Kuwaiti;Kuwaitis;
Kyrgyzstan;Kyrgyz;;Bishkek
Laos;Laotian;Laotians;Vientiane
Latvia;Latvian;Latvians;Riga
Lebanon;Lebanese;;Beirut
Libya;Libyan;Libyans;Tripoli
Lithuania;Lithuanian;Lithuanians;Vilnius
Malaysia;Malaysian;Malaysians;Kuala Lumpur|Putrajaya
Mali;Malian;Malians;Bamako
Malta;Maltese;;Valletta
Mexico;Mexican;Mexicans;Mexico City
Moldova;Moldovan;Moldovans;Chisinau
Mongolia;Mongolian;Mongolians;Ulaanbaatar
Montenegro;Montenegrin;Montenegrins;Podgorica
Morocco;Moroccan;Moroccans;Rabat
Mozambique;Mozambican;Mozambicans;Maputo
Myanmar|Burma;Burmese;;Naypyidaw
Namibia;Namibian;Namibians;Windhoek
Nepal;Nepali|Nepalese;Nepalis;Kathmandu
Netherlands;Dutch;;The Hague
New Zealand;New Zealand;New Zealanders;Wellington
Nicaragua;Nicaraguan;Nicaraguans;Managua
Niger;Nigerien;Nigeriens;Niamey
Nigeria;Nigerian;Nigerians;Abuja
North Korea;North Korean;North Koreans;Pyongyang
North Macedonia;Macedonian;Macedonians;Skopje
Norway;Norwegian;Norwegians;Oslo
Oman;Omani;Omanis;Muscat
Pakistan;Pakistani;Pakistanis;Islamabad
Palestine|Palestinian Authority;Palestinian;Palestinians;Ramallah
Panama;Panamanian;Panamanians;Panama City
Papua New Guinea;Papua New Guinean;;Port Moresby
Paraguay;Paraguayan;Paraguayans;Asuncion
Peru;Peruvian;Peruvians;Lima
Philippines;Philippine|Filipino;Filipinos;Manila|Malacanang
Poland;Polish;Poles;Warsaw
Portugal;Portuguese;;Lisbon
Qatar;Qatari;Qataris;Doha
Romania;Romanian;Romanians;Bucharest
Russia|Russian Federation;Russian;Russians;Moscow|Kremlin
Rwanda;Rwandan;Rwandans;Kigali
Saudi Arabia;Saudi|Saudi Arabian;Saudis;Riyadh
Senegal;Senegalese;;Dakar
Serbia;Serbian;Serbs|Serbians;Belgrade
Singapore;Singaporean;Singaporeans;
Slovakia;Slovak;Slovaks;Bratislava
Slovenia;Slovenian|Slovene;Slovenes|Slovenians;Ljubljana
Somalia;Somali;Somalis;Mogadishu
South Africa;South African;South Africans;Pretoria
South Korea|Republic of Korea;South Korean;South Koreans;Seoul|Blue House
South Sudan;South Sudanese;;Juba
Spain;Spanish;Spaniards;Madrid|Moncloa
Sri Lanka;Sri Lankan;Sri Lankans;Colombo
Sudan;Sudanese;;Khartoum
Sweden;Swedish;Swedes;Stockholm
Switzerland;Swiss;;Bern|Berne
Syria;Syrian;Syrians;Damascus
Taiwan;Taiwanese;;Taipei
Tajikistan;Tajik;Tajiks;Dushanbe
Tanzania;Tanzanian;Tanzanians;Dodoma
Thailand;Thai;Thais;Bangkok
Tunisia;Tunisian;Tunisians;Tunis
Turkey|Türkiye|Turkiye;Turkish;Turks;Ankara
Turkmenistan;Turkmen;;Ashgabat
Uganda;Ugandan;Ugandans;Kampala
Ukraine;Ukrainian;Ukrainians;Kyiv|Kiev|Bankova
United Arab Emirates|UAE|Emirates;Emirati;Emiratis;Abu Dhabi
United Kingdom|UK|U.K.|Britain|Great Britain;British|UK;Britons|Brits;London|Downing Street|Whitehall|Westminster
United States|US|U.S.|USA|United States of America|America;American|US|U.S.;Americans;Washington|White House
Uruguay;Uruguayan;Uruguayans;Montevideo
Uzbekistan;Uzbek;Uzbeks;Tashkent
Venezuela;Venezuelan;Venezuelans;Caracas|Miraflores
Vietnam;Vietnamese;;Hanoi
Yemen;Yemeni;Yemenis;Sanaa
Zambia;Zambian;Zambians;Lusaka
Zimbabwe;Zimbabwean;Zimbabweans;Harare
Scotland;Scottish;Scots;Holyrood|Edinburgh
Wales;Welsh;;Cardiff
Northern Ireland;Northern Irish;;Stormont|Belfast
European Union|EU;European|EU;Europeans;Brussels
`;

/** One state. */
export interface Country {
  readonly names: readonly string[];
  readonly adjectives: readonly string[];
  readonly people: readonly string[];
  readonly seats: readonly string[];
}

const alternatives = (field: string | undefined): string[] =>
  field ? field.split('|').filter((name) => name !== '') : [];

export const COUNTRIES: readonly Country[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [names, adjectives, people, seats] = line.split(';');
    return {
      names: alternatives(names),
      adjectives: alternatives(adjectives),
      people: alternatives(people),
      seats: alternatives(seats),
    };
  });
