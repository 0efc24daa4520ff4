import type { Language } from '../../contract/common'

/** A mail in one language; `html` is built from `text` so that both always say the same. */
export type Mail = { to: string; subject: string; lines: string[]; language: Language }

export type Mailer = { send(mail: Mail): Promise<void> }

/** The binding: `send_email` in production, the simulator's mailbox locally; both take this object. */
export type EmailBinding = {
  send(message: {
    from: string
    to: string
    subject: string
    html: string
    text: string
  }): Promise<unknown>
}

export function openMailer(binding: EmailBinding, from: string): Mailer {
  return {
    send: async ({ to, subject, lines, language }) => {
      const text = lines.join('\n\n')
      await binding.send({ from, to, subject, html: toHtml(lines, language), text })
    },
  }
}

function toHtml(lines: string[], language: Language): string {
  const dir = language === 'he' ? 'rtl' : 'ltr'
  const align = language === 'he' ? 'right' : 'left'
  const paragraphs = lines.map((line) => `<p>${linked(escapeHtml(line))}</p>`).join('\n')
  return `<!doctype html><html lang="${language}" dir="${dir}"><body style="font-family:Arial,sans-serif;line-height:1.5;text-align:${align}">\n${paragraphs}\n</body></html>`
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

const linked = (html: string) =>
  html.replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}" dir="ltr">${url}</a>`)
