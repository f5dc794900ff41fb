/* The word lists behind the coarse classes of speech_lexicon.h. Written by hand. */
#include "speech_lexicon.h"

#define MALE   SPEECH_MALE
#define FEMALE SPEECH_FEMALE

static const struct speech_word_list lists[] = {
    {SPEECH_BE | SPEECH_AUXILIARY | SPEECH_COMMON,
     "be am is are was were been being isn't aren't wasn't weren't ain't 's 're 'm"},
    {SPEECH_AUXILIARY | SPEECH_COMMON,
     "have has had having do does did will would shall should can could may might must cannot ought haven't hasn't "
     "hadn't don't doesn't didn't won't wouldn't shouldn't can't couldn't mustn't needn't 've 'd 'll not never"},
    {SPEECH_PRONOUN | SPEECH_COMMON,
     "he she they we i it you who everyone everybody someone somebody nobody anyone anybody there one others both "
     "many some few most several"},
    {SPEECH_OBJECT_PRONOUN | SPEECH_COMMON,
     "him her them us me it you himself herself themselves itself myself yourself ourselves"},
    {SPEECH_POSSESSIVE | SPEECH_COMMON, "his her their its my our your whose"},
    {SPEECH_DETERMINER | SPEECH_COMMON,
     "the a an this that these those some any every each no another all both either neither such many few several "
     "most much more other two three four five six seven eight nine ten dozens hundreds thousands one"},
    {SPEECH_PREPOSITION | SPEECH_COMMON,
     "of in on at by with from for about against during before after under over into through between among without "
     "within across toward towards behind beyond near since until till despite via per upon amid alongside outside "
     "inside off out up down like unlike as than except including following around beside besides throughout"},
    {SPEECH_TO | SPEECH_PREPOSITION | SPEECH_COMMON, "to"},
    {SPEECH_CONJUNCTION | SPEECH_COMMON, "and or but nor yet & plus"},
    {SPEECH_SUBORDINATOR | SPEECH_COMMON,
     "because while although though after before when if as since unless until whereas once whenever wherever lest "
     "provided"},
    {SPEECH_RELATIVE | SPEECH_COMMON, "who which that whom whose where"},
    {SPEECH_QUESTION | SPEECH_COMMON, "how what whether why where when which who whom whatever if"},
    {SPEECH_ADVERB | SPEECH_COMMON,
     "also often never always then now later still again even just only ever already soon once twice too very quite "
     "rather instead however therefore thus meanwhile further furthermore moreover first second finally last "
     "long repeatedly recently previously earlier today yesterday tomorrow tonight here there perhaps maybe indeed "
     "nonetheless nevertheless otherwise almost nearly simply merely openly privately publicly back away not almost "
     "well far so especially particularly all both since yet since better actually essentially likewise similarly "
     "afterward afterwards elsewhere together apart aside"},
    {SPEECH_TIME,
     "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
     "september october november december jan. feb. aug. sept. oct. "
     "nov. dec. morning afternoon evening night week weekend month year day today "
     "yesterday tomorrow tonight ago time spring summer autumn fall winter noon midnight hours days weeks months years "
     "minutes"},
    {SPEECH_ROLE,
     "minister president chairman chairwoman chair chairperson director secretary ambassador professor lecturer "
     "founder co-founder cofounder ceo cfo cto coo chief head leader spokesman spokeswoman spokesperson mayor "
     "governor senator congressman congresswoman representative lawmaker deputy vice-president commissioner general "
     "colonel captain major lieutenant sergeant admiral judge justice attorney lawyer prosecutor analyst economist "
     "strategist scientist researcher expert scholar historian author writer editor editor-in-chief reporter "
     "journalist correspondent columnist host anchor commentator manager executive owner partner coach player "
     "striker captain actor actress singer director producer doctor nurse surgeon physician teacher student principal "
     "dean rector chancellor pastor priest bishop archbishop cardinal rabbi imam pope king queen prince princess "
     "officer inspector detective sheriff superintendent engineer architect farmer resident user customer activist "
     "campaigner organizer organiser adviser advisor aide consultant pollster diplomat envoy negotiator "
     "vice-chairman undersecretary speaker whip nominee candidate contender front-runner frontrunner democrat "
     "republican member delegate councillor councilman councilwoman alderman treasurer controller curator "
     "conductor composer artist photographer designer developer programmer fellow trustee commander premier "
     "vice president-elect counsel solicitor operative tycoon billionaire businessman businesswoman "
     "mogul entrepreneur investor trader banker broker veteran survivor victim witness mother father son daughter "
     "brother sister wife husband widow uncle aunt grandfather grandmother friend neighbor neighbour colleague "
     "mp mep psychologist psychiatrist sociologist biologist chemist physicist meteorologist astronomer geologist "
     "technician superstar pilot driver shopkeeper trainer midfielder goalkeeper defender quarterback pitcher "
     "winger tourist traveler traveller visitor volunteer worker coordinator liaison registrar librarian nominee "
     "supporter critic opponent pundit blogger vlogger influencer firefighter paramedic policeman policewoman "
     "constable magistrate barrister accountant auditor regulator legislator parliamentarian minister-president"},
    {SPEECH_PEOPLE,
     "officials official sources source critics critic experts analysts voters supporters opponents residents people "
     "man woman men women students teachers workers police authorities prosecutors lawyers investigators researchers "
     "scientists economists advisers advisors aides democrats republicans conservatives liberals leaders lawmakers "
     "members reporters journalists activists protesters organizers spokespeople executives employees friends family "
     "parents children observers pundits operatives strategists insiders allies rivals candidates delegates "
     "guests participants fans users customers readers viewers diplomats doctors nurses farmers witnesses neighbors "
     "neighbours relatives colleagues historians scholars commentators moderators audience crowd public americans "
     "senators congressmen judges jurors physicians veterans christians muslims jews evangelicals immigrants "
     "citizens politicians donors hosts editors writers actors players coaches boy girl person individuals couple "
     "everyone somebody someone nobody respondents attendees electorate investors traders regulators ministers"},
    {SPEECH_BODY,
     "company firm ministry department agency government administration committee commission council court "
     "newspaper paper magazine website site network channel station outlet report study survey poll document "
     "statement letter article editorial book memo email tweet post campaign party group organization organisation "
     "association union team club bank university institute school church army military force police office bureau "
     "board panel parliament senate congress house foundation center centre corporation group authority "
     "coalition alliance movement federation society hospital airline carrier maker manufacturer retailer "
     "publication headline ad video complaint lawsuit indictment ruling verdict data research filing "
     "agencies companies reports studies polls surveys documents records emails analysis announcement media press "
     "constitution law bill amendment resolution platform program plan memo memorandum transcript column blog story "
     "court kremlin pentagon nato fbi cia un eu white"},
    {SPEECH_HONORIFIC,
     "mr mrs ms miss dr sir sen gov rep gen prof lt sgt capt col maj rev hon pres sec lord lady dame mr. mrs. ms. "
     "dr. sen. gov. rep. reps. sens. gen. prof. lt. sgt. capt. col. maj. rev. hon. pres. sec. st. messrs. fr. adm. "
     "cmdr. amb. atty. det. insp. supt. madame monsieur herr frau senor señor"},
    {MALE, "mr mr. sir lord king prince he him his himself chairman spokesman congressman businessman actor father son "
           "brother husband uncle grandfather policeman councilman pope cardinal bishop priest fr. herr monsieur "
           "archbishop imam rabbi boy man gentleman emperor duke"},
    {FEMALE, "mrs mrs. ms ms. miss lady dame queen princess she her hers herself chairwoman spokeswoman congresswoman "
             "businesswoman actress mother daughter sister wife widow aunt grandmother policewoman councilwoman madame "
             "frau girl woman empress duchess first-lady"},
    {MALE, "john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony "
           "mark donald steven steve paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey "
           "jeff gary nicholas eric jonathan stephen larry justin scott brandon benjamin ben gregory greg samuel frank "
           "alexander raymond patrick jack dennis jerry tyler aaron jose henry adam douglas nathan peter zachary kyle "
           "walter harold jeremy ethan carl keith roger gerald christian terry sean arthur austin noah lawrence jesse "
           "joe bryan billy jordan albert dylan bruce willie gabriel alan juan logan wayne ralph roy eugene randy "
           "vincent russell louis philip bobby johnny bradley bernie barack ted marco rand jeb mitt newt rudy "
           "harry tony jim tom tim bob bill mike chris dave dan ken ron don rick nick sam matt josh doug phil fred "
           "hans klaus jürgen wolfgang stefan thomas pierre jean-claude françois jacques michel carlos luis miguel "
           "javier pedro diego vladimir sergei dmitry ivan boris mikhail alexei ahmed mohammed muhammad mohamed ali "
           "hassan hussein omar ibrahim mahmoud abdul recep hiroshi shinzo kenji takeshi raj narendra rahul sanjay "
           "giovanni marco luca mario antonio francesco emmanuel olaf karl friedrich otto fritz lars sven erik nigel "
           "gareth graham simon neil ian colin stuart trevor derek liam callum rory angus hamish patrick"},
    {FEMALE,
     "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret "
     "ashley kimberly emily donna michelle carol amanda melissa deborah stephanie dorothy rebecca sharon laura "
     "cynthia amy kathleen angela shirley brenda emma anna pamela nicole samantha katherine christine helen "
     "debra rachel carolyn janet maria catherine heather diane olivia julie joyce victoria ruth virginia lauren "
     "kelly christina joan evelyn judith andrea hannah megan cheryl jacqueline martha madison teresa gloria "
     "sara janice ann kathryn abigail sophia frances jean alice judy isabella julia grace amber denise danielle "
     "marilyn beverly charlotte natalie theresa diana brittany doris kayla alexis lori hillary carly ivanka "
     "melania chelsea jill kamala nikki condoleezza angela ursula annegret claudia petra sabine monika heidi "
     "marie françoise brigitte sylvie isabelle lucia carmen elena olga natasha svetlana irina tatiana yulia "
     "fatima aisha leila yasmin indira sonia priya theresa nicola fiona kate kathy katie anne jane lucy ellen "
     "huma kellyanne debbie donna elaine tammy sally wendy tina tracy carla joanna lena ingrid astrid greta"},
    {SPEECH_PLACE,
     "korea china japan russia germany france britain england scotland ireland italy spain poland ukraine turkey "
     "iran iraq syria israel egypt india pakistan afghanistan canada mexico brazil argentina chile peru colombia "
     "australia zealand africa asia europe america states kingdom union arabia hong kong singapore malaysia "
     "indonesia thailand vietnam philippines taiwan texas california florida ohio iowa nevada york hampshire "
     "carolina virginia georgia michigan wisconsin illinois pennsylvania massachusetts minnesota arizona "
     "washington london paris berlin moscow beijing seoul tokyo brussels korean chinese japanese russian german "
     "french british english american turkish iranian israeli indian canadian mexican african european asian"},
    {SPEECH_FINITE,
     "threw stuck drew flew fought taught wore beat bent bit blew bore clung crept dealt drank drove ate fed fled "
     "flung froze hid hung laid lent lit rode rang shook shone shut sang sank slept slid spun spread sprang stole "
     "struck "
     "swam swept swung tore woke withdrew wept overcame arose forced stayed earned grabbed marched drafted plunged "
     "went goes came comes made makes got gets took takes gave gives put puts ran runs won wins lost loses became "
     "becomes began begins started starts stopped stops kept keeps left leaves led leads met meets paid pays "
     "played plays sat sits sent sends stood stands turned turns used uses visited wanted worked works happened "
     "shot remained remains stayed stays moved moves lived lives fell falls rose rises grew grows knew helped helps "
     "needs needed brought brings built builds bought buys broke breaks caught caused causes changed changes "
     "cost costs created creates cut cuts died dies did ended ends entered failed fails followed follows "
     "gained hit hits joined joins killed launched lies looked looks lay passed passes raised released "
     "returned returns saw seems seemed served serves showed shows sold spent tried tries voted votes walked "
     "appeared appears includes included involves involved contains contained requires required"},
    {SPEECH_SETTING,
     "interview statement speech briefing conference letter email e-mail memo tweet message post report article "
     "editorial column book remarks address testimony hearing debate rally meeting press phone telephone call "
     "television tv radio video twitter facebook instagram blog website news program show appearance event forum "
     "panel session filing release opinion ruling affidavit documents court posts tweets letters emails e-mails "
     "messages statements speeches interviews videos ads footage"},
    {SPEECH_PARTICLE, "jr. sr. de van von der den del della di da dos bin ibn al el la le du abu ben ter zu zur af"},
    {SPEECH_LABEL,
     "called titled entitled named dubbed labeled labelled termed nicknamed headlined so-called known theme slogan "
     "motto hashtag title song book film movie album novel word phrase term nickname codenamed branded"},
    {SPEECH_NOUN,
     "rate rates list lists cover covers turn turns play plays ban bans fire fires push press name names vote votes "
     "back backs sound sounds side sides hit hits look looks shot shots focus value values trust target targets judge "
     "judges call calls cast casts note notes need needs record records review reviews move moves tip tips joke jokes "
     "laugh laughs scream screams sigh sighs moan hype fault faults favor favors favour fear fears guess hint hints "
     "lecture lectures lobby love praise quip quips quote quotes rant rants remark remarks reply replies request "
     "requests response ridicule rumor rumors scorn sketch slur slurs smear smears snap stress struggle struggles "
     "support suspect suspects taunt taunts thanks threat tweet tweets vent venture ventures vow vows wager whisper "
     "whispers witness witnesses wonder wonders worry worries yell plan plans hope hopes claim claims view views "
     "comment comments report reports demand demands promise promises pledge pledges protest protests question "
     "questions debate debates attack attacks charge charges challenge challenges complaint address addresses answer "
     "answers account accounts aim aims bet bets blame boast boasts concern concerns contrast credit credits cry cries "
     "deal doubt doubts dream dreams estimate estimates forecast forecasts order orders offer offers pick picks point "
     "points poll polls project projects raise raises read rule rules say sense spell spells sign signs state states "
     "stand stands talk talks taste text texts toast trade trades trash treat treats update updates welcome wish "
     "wishes bid bids chant chants cheer cheers double exhibit experience experiences grasp guarantee guarantees "
     "issue issues keep label labels lead leads limit limits mention mentions message messages object objects permit "
     "permits pitch preview profile profiles pin pins ruling sum sums survey surveys test tests voice voices "
     "warning warnings weight command commands compliment compliments contest contests highlight highlights "
     "influence invite mistake mistakes pardon pardons peg pen pity puzzle reason reasons reference references "
     "regard regards regret regrets rip slap study studies stump tag tags thought thoughts feeling feelings"},
    {SPEECH_COMMON,
     "in on at by for from with the a an as if when while after before since but and or so yet no not yes now then "
     "here there this that these those what why how where who according despite during because although though "
     "however meanwhile still also even just only many most some several all both each every another other others "
     "such more much less under over about between among through until once asked data last next earlier later "
     "today yesterday tomorrow recent well oh ok okay maybe perhaps please let thanks thank photo image file "
     "dear good great new old big first second third finally instead indeed moreover furthermore additionally "
     "overall nearly almost like unlike let's it's that's there's he's she's they're we're you're i'm i've "
     "following given based speaking asked having being early late people nobody everyone nothing everything "
     "currently previously recently generally clearly obviously half none minority majority two-thirds one-third "
     "everybody somebody anybody neither either part multiple watch photos video videos correction corrections "
     "breaking "
     "follow related listen update updates updated exclusive stop"},
};

const struct speech_word_list *speech_word_lists(uint32_t *count)
{
    *count = sizeof lists / sizeof *lists;
    return lists;
}
