import { toComponents } from '../../../../worker/contract/template-components'
import type { DraftContent, DraftVersion } from '../../../../worker/contract/template-drafts'
import { placeholdersIn } from '../../../../worker/contract/template-variables'
import type { TemplateComponent } from '../../../../worker/contract/templates'
import { headerFileAddress } from '../api'
import type { FilledParameters } from '../filling'
import { PreviewPane } from '../preview-pane'

type Props = {
  title?: string
  draft: Pick<DraftContent, 'category' | 'parameterFormat'>
  version: DraftVersion
  /** Pictures that were just chosen, by the ids of their files. */
  local: ReadonlyMap<string, string>
}

/** What is being written, on a phone, in its own direction. */
export const DraftPreview = ({ title, draft, version, local }: Props) => (
  <PreviewPane
    {...(title ? { title } : {})}
    template={{
      language: version.language,
      components:
        draft.category === 'AUTHENTICATION'
          ? codeComponents(version)
          : toComponents(draft, version),
    }}
    filled={samplesOf(draft, version)}
    picture={pictureOf(version, local)}
  />
)

function pictureOf({ header }: DraftVersion, local: Props['local']): string | null {
  if (header.kind !== 'media' || header.format !== 'IMAGE' || !header.file) return null
  return local.get(header.file.id) ?? headerFileAddress(header.file.id)
}

function samplesOf({ category }: Props['draft'], version: DraftVersion): FilledParameters {
  if (category === 'AUTHENTICATION') return { 'body.1': '123456' }
  const body = Object.entries(version.samples).map(([name, sample]) => [`body.${name}`, sample])
  const { header } = version
  const [variable] = header.kind === 'text' ? placeholdersIn(header.text) : []
  const ofHeader = header.kind === 'text' && variable ? [[`header.${variable}`, header.sample]] : []
  return Object.fromEntries([...body, ...ofHeader])
}

type CodeWords = { body: string; safety: string; minutes: (n: number) => string; copy: string }

/** Meta writes authentication templates itself; these are its words in the two languages of these pages. */
const WORDS: Record<'he' | 'en', CodeWords> = {
  he: {
    body: '*{{1}}* הוא קוד האימות שלך.',
    safety: ' למען ביטחונך, אין לשתף את הקוד.',
    minutes: (n) => `תוקף הקוד פג בעוד ${n} דקות.`,
    copy: 'העתקת הקוד',
  },
  en: {
    body: '*{{1}}* is your verification code.',
    safety: ' For your security, do not share this code.',
    minutes: (n) => `This code expires in ${n} minutes.`,
    copy: 'Copy code',
  },
}

function codeComponents(version: DraftVersion): TemplateComponent[] {
  const words = version.language === 'he' ? WORDS.he : WORDS.en
  const { security, expiryMinutes, otp } = version
  return [
    { type: 'BODY', text: security ? words.body + words.safety : words.body },
    ...(expiryMinutes === null ? [] : [{ type: 'FOOTER', text: words.minutes(expiryMinutes) }]),
    ...(otp.type === 'ZERO_TAP'
      ? []
      : [{ type: 'BUTTONS', buttons: [{ type: 'OTP', text: otp.text.trim() || words.copy }] }]),
  ]
}
