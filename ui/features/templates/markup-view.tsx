import type { ComponentChildren, VNode } from 'preact'
import { type MarkupNode, parseMarkup } from './markup'

type Props = {
  text: string
  /** `auto` where people wrote the text; left out where the surroundings decide. */
  dir?: 'auto'
  /** Draws plain text, e.g. with filled parameters marked. */
  drawText?: (text: string) => ComponentChildren
}

/** Text with WhatsApp's marks, one paragraph per line. */
export function Markup({ text, dir, drawText = (plain) => plain }: Props) {
  return (
    <>
      {parseMarkup(text).map((line, index) => (
        // The text is drawn whole, so a line is its place.
        <p key={index} {...(dir ? { dir } : {})} class={line.length === 0 ? 'blank' : ''}>
          {line.map((node) => drawNode(node, drawText))}
        </p>
      ))}
    </>
  )
}

function drawNode(
  node: MarkupNode,
  drawText: (text: string) => ComponentChildren,
): VNode | ComponentChildren {
  switch (node.kind) {
    case 'text':
      return drawText(node.text)
    case 'mono':
      return <code>{drawText(node.text)}</code>
    case 'bold':
      return <b>{node.children.map((child) => drawNode(child, drawText))}</b>
    case 'italic':
      return <em>{node.children.map((child) => drawNode(child, drawText))}</em>
    case 'strike':
      return <s>{node.children.map((child) => drawNode(child, drawText))}</s>
  }
}
