/** What the name of a tool says that it does. */

/**
 * Growing in what it means for others. `unknown`: the name has no verb that is known. `open`: reads what an address leads
 * to. `draft`: prepares what is sent by somebody later.
 */
const TOOL_KINDS = [
  "read",
  "open",
  "draft",
  "unknown",
  "write",
  "message",
  "stop",
  "merge",
  "deploy",
  "export",
  "grant",
  "delete",
  "pay",
  "run",
  "wipe",
] as const;
export type ToolKind = (typeof TOOL_KINDS)[number];

/** They mean what they say wherever they stand in a name. */
const VERBS: Readonly<Partial<Record<ToolKind, string>>> = {
  read:
    "get list search find read fetch show view describe query count lookup browse inspect status check head summarize " +
    "summarise explain help resolve validate ping whoami diff compare preview watch stat info analyze analyse retrieve " +
    "load scan now today grep glob exists screenshot snapshot hover wait scroll lint verify estimate detect obtain lesen suchen " +
    "anzeigen zeigen auflisten leer buscar listar mostrar ver obtener consultar lire chercher lister afficher obtenir " +
    "leggi cerca elenca mostra ler pesquisar 读取 查询 搜索 获取 列出 查看 取得 検索 一覧 조회 검색 найти показать список",
  open: "navigate goto visit",
  draft: "draft entwerfen redactar rédiger",
  write:
    "create add update edit set write put patch rename move assign insert upsert append modify change configure enable " +
    "disable register save mark store replace click fill select_option " +
    "submit drag sync increment attach link unlink close reopen unlock reserve erstellen " +
    "anlegen schreiben ändern crear escribir actualizar modificar añadir créer écrire modifier ajouter crea scrivi " +
    "criar escrever 创建 更新 修改 写入 添加 新建 作成 更新する 생성 수정 создать изменить добавить",
  message:
    "send post publish tweet reply email notify broadcast announce dm sms toot retweet respond senden schicken " +
    "veröffentlichen enviar publicar envoyer publier inviare pubblicare 发送 发布 发表 送信 投稿 전송 отправить опубликовать",
  stop: "stop restart reboot kill terminate shutdown pause suspend scale halt abort stoppen detener arrêter 停止 重启 再起動",
  merge: "merge rebase approve squash cherry_pick force_push push mergen fusionar fusionner 合并",
  deploy:
    "deploy trigger dispatch rerun rollback promote rollout redeploy provision apply launch desplegar déployer 部署 デプロイ",
  export:
    "export upload forward dump transmit exfiltrate backup replicate mirror weiterleiten exportieren reenviar transférer 导出 上传 转发 转送 書き出す",
  grant:
    "grant revoke authorize authorise permit invite impersonate sudo elevate einladen berechtigen invitar inviter 授权 邀请 招待",
  delete:
    "delete remove drop destroy erase trash cancel uninstall clear discard unpublish deactivate ban kick evict expire prune " +
    "löschen loeschen entfernen borrar eliminar quitar supprimer effacer eliminare cancella apagar excluir remover 删除 移除 " +
    "清除 削除 삭제 удалить стереть usuń verwijder sil",
  pay:
    "pay transfer buy purchase charge refund withdraw checkout donate payout wire remit bezahlen zahlen überweisen kaufen " +
    "pagar comprar transferir payer acheter virer paga compra 支付 付款 转账 购买 支払う 購入 결제 оплатить перевести купить",
  run: "exec execute eval spawn invoke shell bash ausführen ejecutar exécuter 执行 运行 実行 실행 выполнить",
  wipe: "purge wipe truncate flush factory_reset nuke obliterate 清空",
};

/** They are things as well as verbs: behind a verb that reads they are things. */
const NOUN_VERBS: Readonly<Partial<Record<ToolKind, string>>> = {
  write:
    "comment label tag pin book schedule type import press react lock archive copy download note bookmark star vote review report log event record issue page card ticket task reset",
  message: "mail message share call invite_link chat tweet",
  stop: "start resume",
  deploy: "release build",
  grant: "role permission access member collaborator",
  pay: "order payment subscribe subscription trade sell bet bid invoice cart",
  run: "run script command terminal code python sql_exec console process job workflow",
};

const byWord = tableOf(VERBS);
const byNoun = tableOf(NOUN_VERBS);

function tableOf(lists: Readonly<Partial<Record<ToolKind, string>>>): ReadonlyMap<string, ToolKind> {
  const table = new Map<string, ToolKind>();
  for (const kind of TOOL_KINDS) {
    for (const word of lists[kind]?.split(" ") ?? []) table.set(word, kind);
  }
  return table;
}

export type ToolName = {
  /** Each once; never empty. */
  readonly kinds: readonly ToolKind[];
  /** Words that are verbs, as they stand there. */
  readonly verbs: readonly string[];
  /** Words that are no verbs. */
  readonly things: readonly string[];
  /** True where it speaks of all there is. */
  readonly isAll: boolean;
};

/** @param server what its server is called: a tool often bears that name in front */
export function readToolName(tool: string, server: string): ToolName {
  const own = partsOf(server);
  const parts = partsOf(tool).filter((part, at) => at > 0 || !own.includes(part));
  const kinds = new Set<ToolKind>();
  const verbs: string[] = [];
  const things: string[] = [];
  for (const [at, part] of parts.entries()) {
    const verb = byWord.get(`${part}_${parts[at + 1] ?? ""}`) ?? byWord.get(part);
    // Behind a verb it is what that is done to.
    const kind = verb ?? (kinds.size === 0 ? byNoun.get(part) : undefined);
    if (kind !== undefined) {
      kinds.add(kind);
      verbs.push(part);
    }
    if (kind === undefined && !FILLERS.test(part)) things.push(part);
  }
  for (const [kind, pattern] of BY_THING) {
    const isDone = kinds.has("write") || kinds.has("message") || kinds.has("unknown");
    if (isDone && things.some((thing) => pattern.test(thing))) kinds.add(kind);
  }
  const isAll = parts.some((part) => ALL.test(part));
  return { kinds: kinds.size === 0 ? ["unknown"] : [...kinds], verbs, things, isAll };
}

/** What is made, sent or changed tells as much as the verb. */
const BY_THING: readonly (readonly [kind: ToolKind, pattern: RegExp])[] = [
  ["deploy", /^(?:releases?|deployments?|workflows?|pipelines?|environments?)$/],
  ["pay", /^(?:payments?|orders?|transfers?|subscriptions?|purchases?|payouts?|refunds?|money|funds|crypto|wallet)$/],
  [
    "grant",
    /^(?:roles?|permissions?|collaborators?|members?|memberships?|admins?|access|tokens?|keys?|secrets?|credentials?|passwords?|webhooks?|polic(?:y|ies)|firewall|users?|accounts?|protections?|visibility|acls?|grants?)$/,
  ],
  ["message", /^(?:messages?|mails?|emails?|posts?|tweets?|announcements?|invitations?|invites?|sms|newsletters?)$/],
];

const FILLERS =
  /^(?:all|every|everything|and|or|by|to|from|in|on|of|for|with|the|a|an|my|new|bulk|batch|tool|mcp|api|v\d+)$/;
const ALL = /^(?:all|every|everything|everyone|bulk|batch|mass|alle|alles|todo|todos|tout|tous|全部|所有)$/;

/** `deleteAllNotes`, `delete-all.notes`, `delete_all_notes`. */
function partsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1_$2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== "");
}

/** Verbs with which people ask for the same. */
const ALIKE: readonly string[] = [
  "create add make file open write report raise register new log start insert put track crea créer erstellen anlegen",
  "comment reply respond answer note say tell leave write add post",
  "update edit change modify set rename fix correct adjust write replace put turn bump",
  "close resolve finish end done complete",
  "reopen open",
  "merge squash land integrate rebase",
  "approve accept ok okay",
  "assign give hand",
  "label tag mark flag",
  "move transfer put shift",
  "transition set move mark put close resolve finish done",
  "append add write put insert note",
  "click press tap choose select hit",
  "fill type enter write put",
  "submit send hand",
  "schedule book plan arrange reserve set make",
  "stop halt pause suspend kill terminate shut abort end",
  "restart reboot start bounce reload",
  "scale grow shrink resize",
  "deploy release ship roll promote publish launch bring trigger run dispatch start apply rerun redeploy rollback",
  "export upload forward send share hand copy back backup sync mirror",
  "save store keep",
];

/** True where one of the person's words asks for one of these. */
export function isVerbSaid(verbs: readonly string[], words: readonly string[]): boolean {
  const said = new Set(words.flatMap((text) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(stemOf)));
  return verbs.some((verb) => {
    const alike = ALIKE.filter((group) => group.split(" ").includes(verb)).flatMap((group) => group.split(" "));
    return [verb, ...alike].some((one) => said.has(stemOf(one)));
  });
}

/** `closing`, `closed`, `closes`, `close`. */
function stemOf(word: string): string {
  return word.replace(/(?<=..)(?:ing|ed|es|e|s)$/, "").replace(/(.)\1$/, "$1");
}
