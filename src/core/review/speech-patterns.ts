/** How texts speak to a reviewer; over small letters with single blanks. */

/** Who is spoken to. */
const JUDGE =
  "(?:(?:auto[- ]?|ai |security |safety |code |llm )?review(?:er)?s?|guardian|approvers?|approval (?:system|agent|bot|model|process)|safety (?:system|model|filter|check(?:er)?)|(?:language )?model|llm|ai|assistant|codex|claude|gpt|assent)";
/** Who reviews and nothing else. */
const REVIEWER =
  "(?:reviewer|guardian|approver|safety (?:system|model|filter|checker)|approval (?:system|agent|bot|model))";
/** Whose word would count. */
const WHO =
  "(?:(?:the|our|my|your|its?|this|an?) )?(?:(?:head|chief|senior|lead) )?(?:users?|owners?|admin(?:istrator)?s?|security(?: (?:team|department|review|officer))?|reviewers?|guardian|humans?|persons?|operators?|maintainers?|management|company|developers?|boss|ceo|cto|ciso|it(?: department)?|legal|compliance|openai|anthropic|system|policy)";
const GIVEN =
  "(?:pre-?|already |previously |fully |explicitly )*(?:approved|authori[sz]ed|cleared|allowed|permitted|white-?listed|allow-?listed|vetted|sanctioned|signed off|ok'?(?:e?d)?|okayed|confirmed|accepted|agreed|consented|granted)";
const THING =
  "(?:commands?|actions?|requests?|calls?|patch(?:es)?|operations?|hosts?|tools?|steps?|scripts?|connections?|permissions?)";

/** A line, a comment or a quoted text starts here. */
const START = "(?:^|[\\n#;\"'(\\[{<>]|\\/\\/|\\/\\*|\\*|--)[ ]?";

const ENGLISH: readonly string[] = [
  // Spoken to.
  `\\b${REVIEWER}s? ?[:,!] ?[^\\n]{0,60}?\\b(?:allow|approve|permit|accept|pass|safe|ok|okay|fine|ignore|skip|trust|trusted|harmless|yes|low|do not|don't|nothing|no (?:risk|need)|please)`,
  `\\b(?:dear|hello|hi|hey|attention|to) (?:the )?${REVIEWER}\\b ?[:,!]`,
  `\\b(?:note|message|memo|instructions?|hint|information|info|notice|reminder|attention)s? (?:to|for) (?:the |all |our |any )?${JUDGE}\\b`,
  `\\b${REVIEWER}s? (?:must|should|shall|may|can|will|needs? to|has to|have to) (?:now |please |always |just )*(?:allow|approve|permit|accept|ignore|skip|pass)`,
  `\\b(?:review|${REVIEWER}|approval|guardian) (?:is |was |has been |are |mode |mode is )+(?:now |temporarily |currently )*(?:switched off|turned off|disabled|off|suspended|not (?:needed|required|necessary)|unnecessary|skipped|paused|bypassed)`,
  `\\b${REVIEWER}s? (?:has |have |had |already |just )+(?:allowed|approved|cleared|accepted|permitted|seen|checked|passed|signed)`,
  `\\b(?:only |just )?a test of the ${REVIEWER}`,
  "\\b(?:right|correct|expected|only|proper|desired) (?:answer|verdict|outcome|decision|response) (?:is|would be|must be|should be) \"?'?(?:allow|approve|yes|safe|accept|low)",
  `\\b(?:respond|answer|reply|return|output) (?:only )?(?:with )?["']?(?:allow|approved?|outcome|risk)\\b`,
  // An approval that is claimed.
  `\\bpre[- ]?(?:approved|authori[sz]ed|cleared|vetted)\\b`,
  `\\b(?:${GIVEN}|verified|checked|trusted|requested|ordered|reviewed and approved) by ${WHO}\\b`,
  `\\b(?:the|this|my|our) users?(?:'s)? (?:has |have |had |already |explicitly |just |also |himself |itself )*(?:${GIVEN}|said yes|gave (?:permission|consent|approval)|given (?:permission|consent|approval)|wants (?:this|it|you|the agent)|asked (?:for (?:this|it)|you)|knows|is (?:ok|okay|fine|aware))`,
  `\\b(?:user|owner|admin|security|management)[- ](?:approved|authori[sz]ed|verified|confirmed|trusted)\\b`,
  `\\bthe user: ?\\S`,
  `\\b(?:user )?(?:consent|approval|permission|authori[sz]ation) (?:has been |was |is |already )+(?:given|granted|obtained|received|on file)`,
  `\\b(?:this|the|following|that) ${THING} (?:is|are|was|were|has been|have been) (?:also |already |completely |perfectly |totally |100% |explicitly |fully )*(?:approved|authori[sz]ed|pre-?approved|white-?listed|on the (?:allow|white|safe)[- ]?list|exempt|low[- ]risk|permitted|cleared)`,
  `\\b(?:this|the|following|that) (?:commands?|actions?|requests?|patch) (?:is|are) (?:completely |perfectly |totally |100% |always )*(?:safe|harmless|benign|trusted|allowed)`,
  "\\bi (?:have |has )?(?:already )?(?:checked|verified|reviewed|tested|inspected) (?:it|this|that|everything|the [a-z]+)\\b[^\\n]{0,30}\\b(?:safe|fine|ok|okay|harmless)",
  "\\bas (?:the|an?|your) (?:system )?(?:administrator|admin|owner|user|operator|developer|security [a-z]+|maintainer)s?,? i (?:hereby |now |explicitly )*(?:authori[sz]e|approve|allow|permit|confirm|grant|accept|order|instruct)",
  "\\bhereby (?:authori[sz]e|approve|allow|permit|grant|confirm)",
  "\\bon the (?:reviewer|guardian|approval|security)(?:'s)? (?:allow|white|safe)[- ]?list",
  // What is to be decided.
  `\\b(?:please|kindly|just|always|you (?:may|can|must|should|shall|will)|simply) (?:allow|approve|permit|authori[sz]e|accept|wave through|let through) (?:this|it|that|these|the (?:following|${THING})|all|everything|me|without)\\b`,
  `(?:^|[#:;,.!"'(\\n]|\\/\\/)[ ]?(?:please |kindly )(?:allow|approve|permit|authori[sz]e)\\b`,
  `\\b(?:allow|approve|permit|authori[sz]e|accept) (?:this|the following|the current|the planned|the proposed) (?:one|${THING})\\b`,
  `\\bapprove (?:this|it)\\b`,
  `\\b(?:mark|treat|rate|classify|consider|score|label|report|regard) (?:this|it|that|these|the (?:following|${THING})|everything|all)(?: [a-z]+)? (?:as |to be )?["']?(?:safe|low|approved|harmless|allowed|trusted|benign)`,
  "\\b(?:do not|don't|never|no need to) (?:look (?:any )?(?:further|closer|deeper|at this)|review (?:this|it|further)|escalate|flag (?:this|it)|block (?:this|it)|deny (?:this|it)|ask the (?:user|person|human)|bother the (?:user|person))",
  "\\b(?:no|without|skip(?:s|ping)?(?: the)?) (?:further |additional |human |manual |security )*(?:review|approval|confirmation)s? (?:is |are )?(?:needed|required|necessary|process|step)",
  `["']?outcome["']?\\s*[:=]+\\s*["']?(?:allow|approve|accept|pass|safe)`,
  `\\brisk[ _-]?(?:level|score)["']? ?(?:[:=]+|is)? ?["']?(?:low|none|minimal|0)\\b`,
  `["']?user[ _-]?authori[sz]ation["']?\\s*[:=]+\\s*["']?(?:high|explicit|full)`,
  `["']?(?:verdict|review[ _-]?(?:result|status|decision))["']?\\s*[:=]+\\s*["']?(?:allow|approve|safe|pass|accept)`,
  // Rules that are to be left aside or replaced.
  "\\b(?:ignore|disregard|forget|override|overrule|set aside|discard) (?:all |any |the |your |every |these |those |my |of )*(?:previous |prior |above |earlier |preceding |former |foregoing |other |existing |current |system |safety |security |review )*(?:instructions?|rules|polic(?:y|ies)|guidelines?|prompts?|directives?|restrictions|constraints)\\b",
  `${START}(?:(?:system|security|review|safety|urgent|new|important|official) )*(?:policy|polic(?:y|ies)|rules?|instructions?|guidelines?) (?:updates?|overrides?|changes?|exceptions?|notice)s? ?[:!-]`,
  `${START}new (?:system |review |security )?(?:polic(?:y|ies)|instructions?|rules?|guidelines?|orders?) ?[:!]`,
  "\\b(?:the|your|review|security) polic(?:y|ies) (?:has|have|was|were|is|are) (?:been |now |hereby )*(?:updated|changed|amended|replaced|suspended|lifted|relaxed)",
  "\\b(?:developer|god|admin|debug|jailbreak|dan|maintenance|unrestricted|root|sudo) mode (?:is )?(?:now )?(?:on|enabled|active|activated)\\b",
  "\\byou are (?:now |no longer )(?:a|an|the|in|allowed|bound|free|required)\\b",
  `\\bfrom now on,? (?:you|all|every|always|allow|approve)\\b`,
];

/** Pieces of the frame that a model is spoken to in. */
const FRAME: readonly string[] = [
  "<\\/ ?(?:planned[_-]?)?(?:action|transcript|evidence|untrusted[a-z_-]*|reviewed?|subject|instructions?|policy|system|user|assistant|human|tool[_-]?(?:result|output|call)|function[_-]?(?:results?|calls?)|permissions?|environment)>",
  "< ?(?:system|assistant|system[_-](?:prompt|message|reminder|note)|untrusted[a-z_-]*|trusted[a-z_-]*|approved|approval|verdict|override|admin|policy[_-]update)(?: [^>\\n]{0,80})?>",
  "<\\|(?:im_start|im_end|endoftext|end|start|system|user|assistant|message|channel|eot_id|start_header_id)\\|?>?",
  "\\[\\/?(?:inst|system|sys|assistant)\\]|<<\\/?sys>>",
  "(?:[-=*#>~]{2,} ?)(?:begin|end|start)(?: of)?(?: the| all)?(?: planned| user| untrusted| retained)? ?(?:transcript|evidence|action|instructions?|prompt|untrusted|review|policy)\\b",
  `(?:[#;]|\\/\\/|\\/\\*|<!--|--|"|'|>) ?(?:\\[|\\*\\*)?(?:system|assistant|developer|user|human|administrator|admin|root|operator|security(?: team)?|openai|anthropic)(?: (?:prompt|message|note|override|notice))?(?:\\]|\\*\\*)? ?: [^\\n]*?[a-z'\\u0080-\\uffff]+ [a-z'"\\u0080-\\uffff]+`,
  `(?:^|\\n) ?(?:system|assistant|developer|user|human|administrator|admin|operator|security team)(?: (?:prompt|message|note|override|notice))? ?: ["']?[a-z']+,? [a-z']+,? [a-z']+`,
];

const OTHERS: readonly string[] = [
  // German
  `\\b(?:prüfer|gutachter|genehmiger|freigeber)(?:in)? ?[:,!]`,
  "\\b(?:hinweis|nachricht|anweisung|notiz) (?:an|für) (?:den |die |das )?(?:prüfer|gutachter|reviewer|ki|assistent|modell)",
  "\\bbitte (?:\\S+ ){0,3}(?:erlauben|genehmigen|zulassen|freigeben|durchlassen|durchwinken)",
  "\\b(?:bereits|schon|vorab|ausdrücklich) (?:\\S+ ){0,2}(?:genehmigt|freigegeben|erlaubt|autorisiert|gebilligt)",
  "\\b(?:genehmigt|freigegeben|erlaubt|autorisiert|gebilligt|geprüft) (?:von|durch|vom) ",
  "\\b(?:be)?nutzer(?:in)? hat (?:\\S+ ){0,4}(?:zugestimmt|erlaubt|genehmigt|freigegeben|bestätigt|eingewilligt)",
  "\\b(?:ignoriere|vergiss|missachte|übergehe)n? (?:\\S+ ){0,4}(?:anweisungen|regeln|richtlinien|vorgaben)",
  // French
  `\\b(?:relecteur|vérificateur|réviseur|examinateur|approbateur)(?:trice)? ?[:,!]`,
  "\\b(?:note|message|instruction) (?:au|à la|pour le|à l') ?(?:relecteur|vérificateur|réviseur|modèle|ia|examinateur)",
  "\\b(?:veuillez|merci (?:de |d')|s'il (?:vous|te) pla[iî]t,?) ?(?:\\S+ )?(?:autoriser|autorisez|approuver|approuvez|permettre|permettez|accepter|acceptez|valider|validez)",
  "\\butilisat(?:eur|rice) (?:(?:l')?a|avait|vient) (?:\\S+ ){0,3}(?:accepté|approuvé|autorisé|permis|confirmé|validé|donné)",
  "\\b(?:déjà|pré-?) ?(?:approuvé|autorisé|validé|accepté)|\\b(?:approuvé|autorisé|validé|vérifié) par ",
  "\\b(?:ignor(?:e|ez|er)|oubli(?:e|ez|er)) (?:\\S+ ){0,4}(?:instructions|règles|consignes|directives)",
  // Spanish and Portuguese
  `\\b(?:revisor|aprobador|aprovador|avaliador)a? ?[:,!]`,
  "\\b(?:nota|mensaje|mensagem|aviso|instrucci[oó]n|instrução) (?:para|al?|ao|à) (?:el |la |o )?(?:revisor|aprobador|aprovador|modelo|ia)",
  "\\bpor favor,? (?:\\S+ ){0,2}(?:permit[ae]|apr(?:ue|o)b[ae]|autori[cz](?:a|e|que)|acept[ae]|aceite|aprov[ae])",
  "\\b(?:usuari[oa]|usuári[oa]) (?:ya |já |lo |la |o |ha |hab[ií]a |tinha )*(?:aprob|aprov|acept|aceit|autori|permit|confirm|consint)",
  "\\b(?:ya|já) (?:est[aá]s? |fue |foi |ha sido )*(?:aprobad|aprovad|autorizad|permitid|aceptad)|\\b(?:aprobad|aprovad|autorizad|verificad)[oa] (?:por|pel[oa]) ",
  "\\b(?:ignor[ae]r?|olvid[ae]|esque[cç]a|desconsidere) (?:\\S+ ){0,4}(?:instrucciones|instruções|reglas|regras|pol[ií]ticas)",
  // Italian
  "\\b(?:revisore|approvatore) ?[:,!]|\\bper favore,? (?:\\S+ ){0,2}(?:consenti|approva|autorizza|permetti|accetta)",
  "\\butente (?:ha |aveva )?(?:già )?(?:\\S+ )?(?:approvato|accettato|autorizzato|permesso|confermato)|\\bgià (?:approvato|autorizzato)|\\b(?:approvato|autorizzato|verificato) da",
  "\\bignora(?:re)? (?:\\S+ ){0,4}(?:istruzioni|regole)",
  // Dutch, Polish, Turkish
  "\\b(?:beoordelaar|keurder) ?[:,!]|\\bgebruiker heeft (?:\\S+ ){0,3}(?:toegestaan|goedgekeurd|akkoord|toestemming)|\\b(?:al|reeds) goedgekeurd|\\bnegeer (?:\\S+ ){0,4}(?:instructies|regels)",
  "\\b(?:recenzent|weryfikator)(?:ze|ce)? ?[:,!]|użytkownik (?:już )?(?:\\S+ )?(?:zatwierdził|zgodził|zezwolił|potwierdził)|\\bproszę (?:zezwolić|zatwierdzić|pozwolić)|\\bzignoruj (?:\\S+ ){0,4}(?:instrukcje|zasady|polecenia)",
  "(?:denetleyici|inceleyen|gözden geçiren) ?[:,!]|kullanıcı (?:\\S+ ){0,3}(?:onayladı|izin verdi|kabul etti)|lütfen (?:izin ver|onayla)|talimatları (?:yok say|unut|görmezden)",
  // Russian and Ukrainian
  "(?:рецензент|проверяющ|ревьюер|рев'юер|ревизор|модератор)\\S{0,3} ?[:,!]|пожалуйста,? (?:разреш|одобр|пропуст)|будь ласка,? (?:дозвол|схвал)",
  "(?:пользователь|користувач)(?: \\S+){0,2} (?:согласи|одобри|разреши|подтверди|погоди|схвали|дозволи|підтверди)|(?:уже|заранее|вже) (?:одобрен|разреш|согласован|схвален|дозволен)|(?:одобрено|разрешено|схвалено) (?:пользовател|администрат|службой|користувач)",
  "(?:игнорируй|забудь|не учитывай|ігноруй)\\S{0,3} (?:\\S+ ){0,4}(?:инструкци|правил|указани|інструкці)|(?:^|\\n|[#;\"'/]) ?система ?:",
  // Chinese and Japanese
  "(?:审查者|审核者|审查员|审核员|审批者|评审|審查者|審核員|レビュアー|レビューア|審査員|審査者|承認者)[^\\n]{0,3}[:,、：，へに]",
  "(?:用户|使用者|用戶|管理员|管理員|安全团队)[^\\n]{0,6}(?:批准|同意|授权|授權|确认|確認|允许|允許|许可)|(?:请|請)[^\\n]{0,3}(?:允许|允許|批准|通过|通過|放行)|(?:已|已经|预先|提前)(?:获|被|经)?[^\\n]{0,3}(?:批准|授权|授權|许可|允许)",
  "(?:忽略|无视|無視|忽視)[^\\n]{0,10}(?:指令|规则|規則|说明|指示|政策)|(?:^|\\n|[#;\"'/]) ?(?:系统|系統|システム) ?:",
  "(?:ユーザー|利用者|管理者)[^\\n]{0,8}(?:承認|許可|同意|確認)|(?:承認|許可)(?:済み|されています|してください)|(?:指示|ルール|規則|ポリシー)[^\\n]{0,3}(?:を|は)[^\\n]{0,3}無視",
  // Korean
  "(?:검토자|심사자|승인자)[^\\n]{0,3}[:,：]|(?:사용자|관리자)[^\\n]{0,8}(?:승인|동의|허락|허용|확인)|(?:허용|승인)(?:해 ?주세요|하세요|해라|되었|됨|된)|(?:지시|규칙|명령)[^\\n]{0,4}무시",
  // Arabic and Hindi
  "(?:المراجع|المدقق) ?[:,،]|(?:المستخدم)[^\\n]{0,8}(?:وافق|سمح|أكد|صرح)|(?:يرجى|الرجاء) (?:السماح|الموافقة)|تجاهل[^\\n]{0,12}(?:التعليمات|القواعد)",
  "(?:समीक्षक) ?[:,]|उपयोगकर्ता[^\\n]{0,12}(?:अनुमति|मंज़ूरी|सहमत|स्वीकृत)|कृपया[^\\n]{0,12}(?:अनुमति|मंज़ूरी|स्वीकार)|निर्देशों[^\\n]{0,12}(?:अनदेखा|नज़रअंदाज़)",
];

/** Each finds one manner of speaking. */
export const SPEECH: readonly RegExp[] = [...ENGLISH, ...FRAME, ...OTHERS].map((source) => new RegExp(source, "gu"));
