/** Words that hold something back, and phrases with such words that do not. */
import type { Sentence, Word } from "./message.ts";

/**
 * Whole words of many languages. Where one stands, something is held back unless a phrase below takes it away: reading too
 * much into them costs a question, reading too little an act that nobody wanted.
 */
const HOLDING: ReadonlySet<string> = new Set(
  `not never no nothing none nobody nowhere neither nor without only solely merely exclusively just except excluding
  unless until till instead rather besides apart keep keeps kept keeping leave leaves leaving stay stays staying remain
  remains offline read-only readonly untouched unchanged intact avoid avoids refrain hands off-limits limits
  forbidden prohibited forbid prohibit disallow disallowed ban banned wait hold pause yet later tomorrow tonight
  myself ourselves manually locally preserve protect protected skip omit exclude cancel cancelled abort revoke dry-run
  pretend simulate simulated hypothetically needless unnecessary unwanted undesired off-topic halt cease desist stop hardly
  scarcely minus sans lest beware careful alone freeze frozen enough confidential postpone withhold yourself forget
  monday tuesday wednesday thursday friday saturday sunday weekend
  before limited restricted
  nicht kein keine keinen keinem keiner keines nie niemals nirgends nichts ohne nur bloss bloß lass lasse lassen lasst
  später spaeter morgen noch warte warten erst selbst selber finger bleib bleibt bleiben behalte behalten außer ausser
  statt anstatt vermeide verboten weder niemand halt
  ne pas jamais sans seulement rien aucun aucune uniquement laisse laisser laissez garde gardez sauf attends attendez
  demain encore ni personne interdit évite évitez hors sauf
  nunca jamás jamas sin solo sólo solamente únicamente nada ningún ninguna ninguno tampoco deja dejar mañana manana espera
  espere excepto salvo evita evite prohibido mantén manten todavía todavia aún luego
  não nao nunca sem só somente apenas nenhum nenhuma deixe amanhã ainda
  non mai senza soltanto niente nessun nessuno nessuna lascia domani ancora tranne
  niet geen nooit zonder alleen slechts niets laat morgen behalve
  inte ikke ikkje ej aldrig aldri utan uten uden bara kun ingen inget intet ingenting endast
  älä ei ilman vain nie bez tylko nigdy nic nikdy jen nu fără fara doar numai nem soha csak nélkül değil yok asla sadece
  jangan tidak tanpa hanya không đừng chỉ`.split(/\s+/),
);

/** Taken away before words are looked at. */
const HARMLESS: readonly RegExp[] = [
  /(?:please )?do not (?:you )?forget (?:to|that you)/g,
  /do not (?:hesitate|be afraid|be shy) to/g,
  /(?:there is |you have )?no need (?:to (?:ask|wait|confirm|come back|check back|check)|for (?:confirmation|questions|asking))(?: to me| with me| me)?(?: first| again| for (?:anything|that|this|it))?/g,
  /(?:you )?do not (?:need|have) to (?:ask|wait|confirm)(?: me| for me)?(?: first| again)?/g,
  /(?:do not|no need to) (?:even )?bother (?:to ask|asking|to check|checking|waiting|with questions)(?: me| with me)?(?: first| again| about (?:it|that|this))?/g,
  /you need not (?:ask|check|wait|confirm)(?: me| with me| for me)?(?: first| again)?/g,
  /(?:i|we) have (?:nothing|no objections?) against(?= )/g,
  /do not ask(?: me)?(?: first| again| for confirmation)?(?= ,|$)/g,
  /without (?:asking|further ado|(?:any |further |more )?(?:delay|questions|confirmation|hesitation)|waiting)(?: me)?/g,
  /no (?:problem|problems|worries|rush|hurry|questions asked)(?= ,|$)/g,
  /(?<=\b(?:delete|remove|drop|clear|rm|discard|throw)\b.*)(?:i|we) (?:do not|no longer) need (?:it|them|this|that|these|those|any of it|any of them)(?: any ?more| any longer| now)?(?= ,|$)/g,
  /not only/g,
  /before(?=$)/g,
  /why (?:not|does|do|is|are|did|was|has)(?: (?!not)\S+){0,8} not /g,
  /keep (?:going|on|at it|working|it up)/g,
  /leave (?:me )?a (?:note|comment|message)/g,
  /no (?:later|earlier|less|more) than/g,
  /(?:when|once|wen) (?:done|finished|ready|complete|through)(?= ,|$)/g,
  /(?:when|once|as soon as|whenever) (?:you are|you have|it is|everything is|that is|all is|something is) (?:done|finished|ready|complete|through)/g,
];

/** How people tell what is wrong; only where the sentence demands nothing of that kind. */
const REPORTED: readonly RegExp[] = [
  /(?:does|did) not (?:work|find|pass|compile|build|start|load|fit|match|exist|respond|connect|render|appear|resolve|parse|type-check|typecheck)(?: (?:any ?more|any longer|yet|here))?/g,
  /(?<=\b(?:the|these|those|my|our|all|some|they|both|several) (?:\S+ ){0,3})do not (?:work|pass|compile|fit|match|exist|respond|render|appear|type-check|typecheck)(?: (?:any ?more|any longer|yet|here))?/g,
  /(?:is|are|was|were) not (?:working|found|seen|set|defined|recognised|recognized|available|running|valid|correct|right|reachable|installed|visible|green|passing|showing|loading|starting)/g,
  /(?<!\byou )(?:can|could) not (?:be )?(?:find|found|connect|resolve|resolved|reach|reached|import|imported|load|loaded|compile|parse|parsed|start|started)/g,
  /(?:is|are) not (?:used|needed|referenced|imported|required)(?: (?:any ?more|any longer|anywhere|now|here))?(?=$| ,)/g,
  /i (?:can|could|do|did) not (?:see|find|understand|know|remember|reproduce)/g,
];
const DEMANDED = /\b(?:make sure|ensure|so that|must|should|shall|may|let|check that|see that|provided|you)\b/;

/** True for a word that holds something back. */
export function isHolding({ text, isQuoted }: Word): boolean {
  return !isQuoted && (HOLDING.has(text) || /(?:n't|n’t)$/.test(text));
}

/** The sentence without phrases whose words hold nothing back, though they look like it. */
export function withoutHarmless({ words, end }: Sentence): Sentence {
  const starts: number[] = [];
  let line = "";
  for (const { text, isQuoted } of words) {
    if (line !== "") line += " ";
    starts.push(line.length);
    line += isQuoted ? "\u0001".repeat(Math.max(1, text.length)) : text;
  }
  const dropped = new Set<number>();
  for (const phrase of DEMANDED.test(line) ? HARMLESS : [...HARMLESS, ...REPORTED]) {
    for (const { index, 0: found } of line.matchAll(phrase)) {
      const past = index + found.trimEnd().length;
      for (const [at, start] of starts.entries()) if (start >= index && start < past) dropped.add(at);
    }
  }
  return { words: words.filter((_word, at) => !dropped.has(at)), end };
}
