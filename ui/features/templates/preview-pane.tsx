import { useSignal } from '@preact/signals'
import { Moon, Sun } from 'lucide-preact'
import type { TemplateView } from '../../../worker/contract/templates'
import { IconButton } from '../../components/button'
import { Checkbox } from '../../components/choice'
import { Section } from '../../components/page-parts'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import type { FilledParameters } from './filling'
import { MessagePreview } from './message-preview'

type Props = {
  /** Which language it is, where several stand side by side. */
  title?: string
  template: Pick<TemplateView, 'components' | 'language'>
  filled: FilledParameters
  picture?: string | null
}

/** As long as names get, in both alphabets: what is too narrow for it breaks here and not at a customer's. */
const LONG_NAMES = {
  he: 'אלכסנדרה־מקסימיליאנה בן־שלומי־רוזנצווייג',
  en: 'Maximiliana-Alexandra Featherstonehaugh',
}

/** The message on a phone; the chat can be looked at in the other light, and with a very long name. */
export function PreviewPane({ title, template, filled, picture = null }: Props) {
  const { account } = useSession()
  const chat = useSignal<'light' | 'dark' | null>(null)
  const isLong = useSignal(false)
  const isDark = chat.value ? chat.value === 'dark' : pageIsDark()
  const hasValues = Object.keys(filled).length > 0
  return (
    <Section
      title={title ?? m.templates_preview()}
      level={3}
      aside={
        <IconButton
          size="slim"
          variant="quiet"
          icon={isDark ? Sun : Moon}
          label={isDark ? m.templates_preview_light() : m.templates_preview_dark()}
          onClick={() => {
            chat.value = isDark ? 'light' : 'dark'
          }}
        />
      }
    >
      <MessagePreview
        template={template}
        filled={isLong.value ? withLongNames(filled, template.language) : filled}
        businessName={account.name}
        label={title ?? m.templates_preview_label()}
        picture={picture}
        {...(chat.value ? { chat: chat.value } : {})}
      />
      {hasValues && (
        <Checkbox
          label={m.templates_preview_long()}
          isChecked={isLong.value}
          onChange={(isChecked) => {
            isLong.value = isChecked
          }}
        />
      )}
    </Section>
  )
}

const withLongNames = (filled: FilledParameters, language: string): FilledParameters => {
  const name = language === 'he' ? LONG_NAMES.he : LONG_NAMES.en
  return Object.fromEntries(Object.keys(filled).map((key) => [key, name]))
}

function pageIsDark() {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'dark' || chosen === 'light') return chosen === 'dark'
  return matchMedia('(prefers-color-scheme: dark)').matches
}
