/** Given names that settle whether "he" or "she" can mean a person. Names used for both are left out. */
export const FEMALE_NAMES: ReadonlySet<string> = new Set(
  `abigail agnes ajla alena alexandra alice aline amelie amina amy ana andrea angela angelina anita ann anna annalena anne annegret annette
  antonia ashley astrid ayelet barbara beata beatriz bernadette betty brigitte camila carla carmen carol caroline catherine cecilia celia charlotte
  chiara christine cindy claire clara claudia condoleezza cristina daniela deborah delcy diana dilma dina dominique doris edith elena
  eleanor elisabeth elise elizabeth elke ella ellen emily emma erin ester esther eva evelyn evika fatima fiona florence frances
  francesca gabriela georgia gina giorgia gita gloria golda grace greta gretchen hala hanan hanna hannah harriet heather heidi helen helena
  hilary hillary hina hua huma inga ingrid irene irina iris isabel isabella ivana jacinda jane janet janine jelena jennifer jessica joan joanna jodie
  josephine joyce judith julia julie kaja kamala karen karin karine karoline kate katerina katherine kathy katie katja keiko kelly kemi kristalina kristen
  kristi kristina laura lena leyla lidia liliana linda lisa liz louise lucia lucy luisa magdalena maia maria marie marina marine marta
  martha mary maya meghan mel melanie melissa mette mia michelle miriam monica monika nadia nana nancy naomi natalia natalie natasha ngozi nicola
  nikki nina noa nora olga olivia oksana pamela patricia paula penny petra priti priya rachel rebecca renate rita rosa rosalind rose roza ruth
  sabine safia samantha sanae sandra sanna sara sarah shannon sharon sheikha sheila shirley silvia simone sofia sonia sophie stefanie stella stephanie
  sue susan susanne svetlana sviatlana tamara tania tatiana teresa theresa tina tsai tulsi ursula vera veronica vera victoria violeta virginia wendy
  yael yulia yvette yvonne zainab zeinab zuzana xiomara claudia`.split(/\s+/),
);

export const MALE_NAMES: ReadonlySet<string> = new Set(
  `abbas abdel abdul abdulaziz abdullah abiy adam adel ahmad ahmed alan albert alejandro aleksandar alex alexander alexei alfonso ali
  alexandr andrei andrej andrew andriy andrii anthony antonio antony antonin ariel arthur asif ayman barack bashar ben benjamin benny bernard bernie bezalel bill
  boris brian bruce bruno carl carlos cesar charles charlie chris christian christoph christopher chuck claudio colin cyril dan daniel dave david
  denis dennis dick diego dimitri dmitry dmytro dominic don donald doug douglas ed eduardo edward edmundo elon eli emmanuel emmerson enrique eric erik
  ernesto evan faisal felix fernando francis francois frank fred friedrich fumio gabriel gavin geert geoffrey george gerhard giancarlo gideon gilbert
  giuseppe gordon graham greg guido gustavo guy hamid hans harold harry hassan henry herbert hakan howard hugo hussein ian ibrahim igor ilham
  imran isaac isaias ismail itamar ivan jack jacob jair jake jakub james jamie jamieson jan jared jason javier jay jean jeff jens jeremy jerome jerry jim
  jimmy joachim joe joel johann john jon jonas jonathan jorge jose joseph josep joshua juan julian justin karim karl keir keith ken kenneth kevin
  khaled kim kirill kyriakos larry lars lawrence lee leo leon leonid lindsey lloyd louis luis luiz lula luke manuel marc marcin marco marcos mariano mario
  mark markus maros martin masoud mateusz matt matteo matthew maurice max micheal michael michel miguel mike mikhail mohamed mohammad mohammed muhammad
  moses moussa mustafa naftali narendra neil nicholas nick nicolas nigel nikol nikolai noel olaf oleg oleksandr oleksii oliver olivier omar oscar paolo pat
  patrick paul pavel pedro pete peter petr petro philip philippe pierre radoslaw rafael raed rahul ramzan ramon randall raul ray recep rene ricardo richard rick rishi
  rob robert roberto rodrigo roger roland roman ron ronald rustem russell ryan sadyr salam salman sam samir samuel scott sean sebastian sergei sergey sergio
  shehbaz shavkat shigeru simon stefan stephane stephen steve steven stuart sunil taras ted terry thomas tim tom tomas tony viktor victor vincent vitali vladimir
  volodymyr vasily vuk waldemar walter warren wayne william wolfgang wopke xavier xi yair yasser yoav yoon yuri zac andrzej alexis ahmet recep scott kirill steve jd
  valdis vladislav lai antti alexandru edgars gitanas karol klaus nawaf joseph abdelmadjid mahmoud ismael khalil hakeem jagmeet evo nayib ulf petteri`.split(
    /\s+/,
  ),
);

/** Small words inside a family name: "Ursula von der Leyen". */
export const NAME_PARTICLES: ReadonlySet<string> = new Set(
  'von van de del der den da di dos du la le bin al el ben'.split(' '),
);
