/** One picture of the prompt: a box with as much as fits, and the keys that answer. */
import type { Charset } from "../../kit/text.ts";
import type { Question } from "../../core/approval/question.ts";
import { boxOf, columnsInside, hasRoomAbove, type Picture } from "./box.ts";
import { contentOf, titleOf } from "./content.ts";
import { explanationOf } from "./explain.ts";
import { footerOf } from "./footer.ts";
import { layOut, type Block, type BodyLine } from "./layout.ts";
import type { Span } from "./style.ts";
import { pageOf, type Page, type Scene, type Size } from "./view.ts";

/** The lines of the picture, none wider than the terminal, none more than it has rows. */
export function frame(scene: Scene, size: Size, charset: Charset): Picture {
  const { question, view, body } = scene;
  const isTyping = view.kind === "feedback" || view.kind === "rule";
  return boxOf(
    {
      title: titleSpan(question, pageOf(view)),
      label: rightLabel(scene, charset),
      body,
      top: view.top,
      footer: footerOf(question, view, columnsInside(size, charset), charset),
      moves: isTyping ? ["[down]", "[up]"] : ["[space] to page", "[b] to go back"],
    },
    size,
    charset,
  );
}

/**
 * The whole body for a terminal of this width; the window into it is another matter, so that paging through a long
 * diff does not lay it out again.
 */
export function bodyOf(question: Question, page: Page, size: Size, charset: Charset): readonly BodyLine[] {
  const blocks = page === "explain" ? explanationOf(question) : contentOf(question);
  const title = titleSpan(question, page);
  const isAbove = hasRoomAbove(title, size, charset);
  const heading: readonly Block[] = isAbove ? [] : [{ kind: "text", ...title }, { kind: "gap" }];
  const columns = columnsInside(size, charset);
  return layOut([{ kind: "gap" }, ...heading, ...blocks, { kind: "gap" }], { columns, charset });
}

function titleSpan(question: Question, page: Page): Span {
  return { text: page === "explain" ? "Explained" : titleOf(question), style: "title" };
}

function rightLabel({ waiting }: Scene, charset: Charset): Span {
  const dot = charset === "ascii" ? ", " : " · ";
  return { text: waiting === 0 ? "assent" : `${waiting} more waiting${dot}assent`, style: "dim" };
}
