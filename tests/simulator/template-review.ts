import type { Meta } from './meta'
import type { SubmittedTemplate } from './template-rules'
import { findTemplateById, type NewTemplate } from './templates'

type Components = NewTemplate['components']

const CODE_BODY: Record<string, [body: string, safety: string, minutes: (n: number) => string]> = {
  he: [
    '*{{1}}* הוא קוד האימות שלך.',
    ' למען ביטחונך, אין לשתף את הקוד.',
    (n) => `תוקף הקוד פג בעוד ${n} דקות.`,
  ],
  en: [
    '*{{1}}* is your verification code.',
    ' For your security, do not share this code.',
    (n) => `This code expires in ${n} minutes.`,
  ],
}

/** What Meta keeps: samples as addresses of its own, and the words of authentication templates. */
export function storedComponents(template: SubmittedTemplate): Components {
  if (template.category === 'AUTHENTICATION') return codeComponents(template)
  return template.components.map((component) => {
    if (component.example?.header_handle === undefined) return component
    const name = `${template.name}-${template.language}`.toLowerCase()
    return { ...component, example: { header_handle: [`https://scontent.whatsapp.net/v/${name}`] } }
  })
}

function codeComponents({ language, components }: SubmittedTemplate): Components {
  const [text, safety, minutes] = CODE_BODY[language.slice(0, 2)] ??
    CODE_BODY.en ?? ['', '', String]
  return components.map((component) => {
    if (component.type === 'BODY') {
      const isSafe = component.add_security_recommendation === true
      return {
        ...component,
        text: isSafe ? text + safety : text,
        example: { body_text: [['123456']] },
      }
    }
    if (component.type === 'FOOTER') {
      return { ...component, text: minutes(Number(component.code_expiration_minutes)) }
    }
    const [otp] = component.buttons ?? []
    const url = `https://www.whatsapp.com/otp/code/?${otpTerms(otp)}&code=otp{{1}}`
    const button = { type: 'URL', text: otp?.text ?? 'Copy code', url, example: [`${url}123456`] }
    return { type: 'BUTTONS', buttons: [button] }
  })
}

type App = { package_name: string; signature_hash: string }

/** What was submitted, in the query of the link that the template has from now on. */
function otpTerms(otp: NonNullable<Components[number]['buttons']>[number] | undefined): string {
  const query = new URLSearchParams({ otp_type: String(otp?.otp_type) })
  if (otp?.otp_type === 'COPY_CODE') return query.toString()
  // The rules have looked at them.
  const apps = (otp?.supported_apps ?? []) as App[]
  query.set('cta_display_name', String(otp?.autofill_text ?? 'Autofill'))
  query.set('package_name', apps.map((app) => app.package_name).join(','))
  query.set('signature_hash', apps.map((app) => app.signature_hash).join(','))
  return query.toString()
}

/** Meta looks at it after a while, when the dial says so; otherwise an admin decides. */
export function reviewLater(meta: Meta, id: string): void {
  const { templateReviewMs } = meta.board.of(null)
  const template = findTemplateById(meta.sql, id)
  if (templateReviewMs === 0 || !template) return
  meta.outbox.schedule([
    {
      kind: 'change',
      wabaId: template.waba_id,
      phoneNumberId: '',
      happenedAt: Date.now() + templateReviewMs,
      body: {
        value: {
          event: 'APPROVED',
          // An integer in Meta's webhooks, and short enough here to be exact.
          message_template_id: Number(id),
          message_template_name: template.name,
          message_template_language: template.language,
          reason: 'NONE',
          message_template_category: template.category,
        },
        field: 'message_template_status_update',
        approves: id,
      },
    },
  ])
}
