import type { DraftVersion } from '../../../../worker/contract/template-drafts'
import { MOST_FOOTER } from '../../../../worker/contract/template-lint-parts'
import { TextField } from '../../../components/field'
import { m } from '../../../paraglide/messages.js'
import type { Writing } from './draft'
import { Counter, Notes } from './notes'
import { problemsOf } from './problems'

type Props = { writing: Writing; at: number; version: DraftVersion }

export function FooterField({ writing, at, version }: Props) {
  const { error, notes } = problemsOf(writing, at, 'footer', version.footer)
  return (
    <>
      <TextField
        label={m.templates_editor_footer()}
        isOptional
        value={version.footer}
        error={error}
        hint={<Counter used={version.footer.trim().length} most={MOST_FOOTER} />}
        maxLength={300}
        onInput={(event) => writing.changeVersion(at, { footer: event.currentTarget.value })}
      />
      <Notes notes={notes} />
    </>
  )
}
