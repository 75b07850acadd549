/** Sentences in other languages, put word by word into English, or not understood. */
import type { Sentence, Word } from "./message.ts";
import { isVerb } from "./verbs.ts";

/** Null: nobody here can tell what it says, so that it asks for nothing and may hold anything back. */
export function inEnglish(sentence: Sentence): Sentence | null {
  const plain = sentence.words.filter(({ isQuoted }) => !isQuoted).map(({ text }) => text);
  const line = plain.join(" ");
  if (/[^\p{Script=Latin}\p{Script=Han}\p{Script=Common}\p{Script=Inherited}]/u.test(line)) return null;
  if (/\p{Script=Han}/u.test(line)) return fromChinese(sentence);
  const table = languageOf(plain);
  return table === null ? sentence : fromTable(sentence, table);
}

type Table = ReadonlyMap<string, string>;

const GERMAN =
  tableOf(`bitte:please und:and dann:then jetzt:now auch:also der: die: das: den: dem: des: ein: eine: einen:
  einem: einer: nach:to auf:on in:in im:in ins:into zu:to zum:to zur:to aus:from von:from mit:with für:for fuer:for du:you
  kannst:can könntest:can koenntest:can mir:me mein:my meine:my meinen:my meinem:my diese:this dieses:this diesen:this
  schieb:push schieben:push schiebe:push pushe:push push:push pushen:push committe:commit committen:commit commit:commit
  installiere:install installier:install installieren:install füge:add hinzu: füg:add ergänze:add hinzufügen:add lösche:delete
  lösch:delete löschen:delete entferne:remove entfernen:remove behebe:fix beheben:fix korrigiere:fix korrigieren:fix repariere:fix
  ändere:change ändern:change schreibe:write schreib:write schreiben:write erstelle:create erstellen:create baue:build bauen:build
  teste:test testen:test starte:start starten:start führe:run aus:out ausführen:run zeige:show zeig:show zeigen:show lies:read
  lesen:read prüfe:check prüfen:check öffne:open öffnen:open benenne:rename um: umbenennen:rename übersetze:translate
  übersetzen:translate zähle:count zählen:count aktualisiere:update aktualisieren:update lade:download herunter: tippfehler:typo fehler:error test:test
  tests:tests zweig:branch branch:branch datei:file dateien:files paket:package pakete:packages abhängigkeit:dependency
  abhängigkeiten:dependencies projekt:project zeilen:lines ordner:folder funktion:function readme:readme darfst:may jederzeit:anytime aber:but nicht:not kein:no keine:no keinen:no nie:never niemals:never ohne:without
  nur:only noch:yet nichts:nothing alles:everything schick:push schicke:push veröffentliche:publish veröffentlichen:publish setz:set setze:set setzen:set
  heb:raise hebe:raise erhöhe:raise erhöhen:raise senke:lower senken:lower nimm:take bring:bring merge:merge request:request
  mergen:merge gegen:against an: ab: hoch:up raus:out rein:in dazu:to verschiebe:move verschieben:move kopiere:copy
  kopieren:copy stoppe:stop stoppen:stop beende:stop beenden:stop räume:clean aufräumen:clean teile:share leg:create lege:create
  anlegen:create unter:under über:over wie:as bis:to vom:from beim:at zugreifen:access zugriff:access höchstens:most
  kommentar:comment kommentare:comments verzeichnis:directory seite:page abschnitt:section wert:value version:version alle:all
  unbenutzte:unused neue:new neuen:new neues:new alte:old alten:old altes:old letzte:latest letzten:latest aktuelle:current
  aktuellen:current danach:then zuerst:first weiter:continue mach:do`);
const FRENCH =
  tableOf(`le: la: les: l: un: une: des: du: de:of d:of au:to aux:to à:to dans:in sur:on vers:to et:and puis:then
  stp:please svp:please maintenant:now ce:this cette:this mon:my ma:my mes:my pour:for avec:with
  pousse:push poussez:push installe:install installez:install ajoute:add ajoutez:add supprime:delete supprimez:delete efface:delete
  corrige:fix corrigez:fix répare:fix réparez:fix modifie:change modifiez:change change:change écris:write écrivez:write crée:create
  créez:create construis:build compile:compile teste:test testez:test lance:run lancez:run exécute:run exécutez:run montre:show
  montrez:show affiche:show lis:read lisez:read vérifie:check vérifiez:check ouvre:open traduis:translate renomme:rename
  ordre:order tri:sorting faute:typo frappe: erreur:error test:test tests:tests branche:branch fichier:file fichiers:files paquet:package
  dépendance:dependency dépendances:dependencies projet:project fonction:function ne: pas:not jamais:never sans:without rien:nothing seulement:only mais:but envoie:push envoyez:push publie:publish publiez:publish fusionne:merge mets:put mettez:put passe:set
  passez:set remplace:replace remplacez:replace augmente:raise augmentez:raise baisse:lower enlève:remove retire:remove
  retirez:remove nettoie:clean arrête:stop redémarre:restart copie:copy déplace:move dossier:folder dépôt:repository
  commentaire:comment page:page nouvelle:new nouveau:new dernier:latest dernière:latest actuelle:current courante:current
  tous:all toutes:all peux:can tu:you
  vous: plaît:please plait:please s'il: tout:everything continue:continue`);
const SPANISH =
  tableOf(`el: la: los: las: un: una: de:of del:of al:to a:to en:in con:with por: favor:please para:for y:and luego:then
  ahora:now como:as este:this esta:this mi:my mis:my
  sube:push empuja:push haz:do instala:install instale:install añade:add agrega:add borra:delete elimina:delete corrige:fix arregla:fix
  repara:fix cambia:change modifica:change escribe:write crea:create construye:build compila:compile prueba:test ejecuta:run corre:run
  lanza:run muestra:show lee:read revisa:check comprueba:check abre:open traduce:translate renombra:rename actualiza:update
  dependencia:dependency dependencias:dependencies desarrollo:development error:error errata:typo pruebas:tests tests:tests
  rama:branch archivo:file archivos:files paquete:package proyecto:project función:function orden:order no:not sin:without nunca:never nada:nothing solo:only sólo:only pero:but todo:everything envía:push envia:push publica:publish fusiona:merge pon:put reemplaza:replace sustituye:replace
  aumenta:raise baja:lower quita:remove limpia:clean detén:stop reinicia:restart copia:copy mueve:move carpeta:folder
  repositorio:repository comentario:comment página:page nueva:new nuevo:new última:latest actual:current puedes:can
  hacer:do ya:now le: lo:it`);

/** Words that only that language has among those that people write here. */
const SIGNS: readonly (readonly [signs: ReadonlySet<string>, table: Table])[] = [
  [
    new Set(
      "weiter darfst nicht kein keine bitte und der die das den dem ein eine einen auf für kannst du mir ist ich nach im mit sind schieb".split(
        " ",
      ),
    ),
    GERMAN,
  ],
  [
    new Set("vous ne pas jamais plaît le la les des du dans et ce cette pour avec vers sur est je tu une".split(" ")),
    FRENCH,
  ],
  [new Set("sin nunca nada pero el los las del en con y por para una como este esta instala es".split(" ")), SPANISH],
];

const ENGLISH = new Set(
  `the a an my your this that these it its is are was were be to of in on at for with from by as and or but not no do does did
  done can could will would should must may i you we they he she please if when then so there here what which how why who where
  all any only me us our have has had up out into add run fix`.split(/\s+/),
);

function tableOf(pairs: string): Table {
  return new Map(
    pairs.split(/\s+/).map((pair) => [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 1)]),
  );
}

/** Null for English, and for what shows no other language. */
function languageOf(words: readonly string[]): Table | null {
  const english = words.filter((word) => ENGLISH.has(word)).length;
  const counted = SIGNS.map(([signs, table]) => ({
    table,
    count: words.filter((word) => signs.has(word) || isVerbOf(word, table)).length,
  }));
  const most = counted.toSorted((a, b) => b.count - a.count)[0];
  return most === undefined || most.count === 0 || most.count < english ? null : most.table;
}

/** A verb of that language which is none in English. */
function isVerbOf(word: string, table: Table): boolean {
  const english = table.get(word);
  return english !== undefined && isVerb(english) && !isVerb(word);
}

/** One word may be a name; with more that are not known, the sentence is not. */
function fromTable({ words, end }: Sentence, table: Table): Sentence | null {
  const said: Word[] = [];
  let unknown = 0;
  for (const word of words) {
    const { text, isQuoted } = word;
    const parts = isQuoted ? [text] : text.split(/(?<=^[ldn])'/);
    for (const part of parts) {
      const english = isQuoted ? undefined : table.get(part.replace(/'$/, ""));
      if (english === undefined && !isQuoted && /^\p{L}+$/u.test(part)) unknown += 1;
      const made = english ?? part;
      if (made !== "") said.push({ text: made, isQuoted });
    }
  }
  return unknown > 1 ? null : { words: verbFirst(said), end };
}

/** "Can you the typo in the readme fix": the verb may stand at the end. */
function verbFirst(words: readonly Word[]): readonly Word[] {
  const opening = words.slice(0, 2);
  const isOpened = /^(?:can you|you can|you may)$/.test(opening.map(({ text }) => text).join(" "));
  const last = words.at(-1);
  if (!isOpened || words.length < 4 || last === undefined || last.isQuoted) return words;
  return [...opening, last, ...words.slice(2, -1)];
}

/** Longest first; the rest of a sentence must be names, or it is not understood. */
const CHINESE: readonly (readonly [word: string, english: string])[] = [
  ["运行测试", " run tests "],
  ["跑测试", " run tests "],
  ["当前分支", " current branch "],
  ["这个分支", " this branch "],
  ["推送到", " push to "],
  ["推到", " push to "],
  ["上去吧", " "],
  ["上去", " "],
  ["一下", " "],
  ["合并", " merge "],
  ["发布", " publish "],
  ["替换", " replace "],
  ["重命名", " rename "],
  ["增加", " add "],
  ["修正", " fix "],
  ["推送", " push "],
  ["提交", " commit "],
  ["安装", " install "],
  ["添加", " add "],
  ["修复", " fix "],
  ["修改", " change "],
  ["更新", " update "],
  ["删除", " delete "],
  ["重构", " refactor "],
  ["构建", " build "],
  ["编译", " compile "],
  ["运行", " run "],
  ["创建", " create "],
  ["分支", " branch "],
  ["测试", " tests "],
  ["文件", " file "],
  ["排序", " sorting "],
  ["错误", " error "],
  ["依赖", " dependency "],
  ["代码", " code "],
  ["项目", " project "],
  ["里的", " in "],
  ["中的", " in "],
  ["里面", " in "],
  ["请", " "],
  ["把", " "],
  ["将", " "],
  ["帮我", " "],
  ["和", " and "],
  ["然后", " then "],
  ["到", " to "],
  ["的", " "],
];

/** What the table makes of them, and `push` and its like as they are written there, too. */
const VERBS_CHINESE =
  /^(?:run|push|commit|install|add|fix|change|update|delete|refactor|build|compile|create|merge|publish|replace|rename)$/;

function fromChinese({ words, end }: Sentence): Sentence | null {
  let line = words.map(({ text, isQuoted }) => (isQuoted ? "\u0001" : text)).join(" ");
  if (/[吗呢？]/u.test(line) || words.some(({ isQuoted }) => isQuoted)) return null;
  for (const [word, english] of CHINESE) line = line.replaceAll(word, english);
  if (/[\p{Script=Han}。！；]/u.test(line.replace(/[。！；]+$/u, ""))) return null;
  const said = line
    .replace(/[。！；，]/gu, " ")
    .split(/\s+/)
    .filter((text) => text !== "");
  const verb = said.findIndex((text) => VERBS_CHINESE.test(text));
  const verbs = said.filter((text) => VERBS_CHINESE.test(text));
  if (verbs.length !== 1) return null;
  const ordered = [said[verb] ?? "", ...said.slice(0, verb), ...said.slice(verb + 1)];
  return { words: ordered.map((text) => ({ text, isQuoted: false })), end };
}
