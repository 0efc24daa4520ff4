import type { MessageContent } from '../../contract/message-content'

const MOST = 160

/** What a list shows of a message: its kind, and the beginning of its words. */
export function previewOf(content: MessageContent): string {
  const cut = (text: string) => [...text].slice(0, MOST).join('')
  switch (content.kind) {
    case 'text':
    case 'template':
    case 'options':
    case 'choice':
      return JSON.stringify({ ...content, text: cut(content.text) })
    case 'media':
      return JSON.stringify({ ...content, caption: content.caption && cut(content.caption) })
    case 'form':
      return JSON.stringify({ ...content, answers: [] })
    case 'contacts':
      return JSON.stringify({ ...content, people: content.people.slice(0, 1) })
    case 'order':
      return JSON.stringify({ ...content, text: content.text && cut(content.text) })
    default:
      return JSON.stringify(content)
  }
}
