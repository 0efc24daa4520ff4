import type { DraftHeader, DraftVersion } from '../../../../worker/contract/template-drafts'
import { MOST_HEADER } from '../../../../worker/contract/template-lint-parts'
import { placeholdersIn } from '../../../../worker/contract/template-variables'
import { SelectField, TextField } from '../../../components/field'
import { m } from '../../../paraglide/messages.js'
import type { Writing } from './draft'
import { FileField } from './file-field'
import { Counter, Notes } from './notes'
import { problemsOf } from './problems'

type Props = { writing: Writing; at: number; version: DraftVersion; onFile: OnFile }
export type OnFile = (fileId: string, file: File) => void

type Kind = 'none' | 'text' | 'IMAGE' | 'VIDEO' | 'DOCUMENT' | 'location'

const KINDS: Record<Kind, () => string> = {
  none: m.templates_editor_header_none,
  text: m.templates_editor_header_text,
  IMAGE: m.templates_media_image,
  VIDEO: m.templates_media_video,
  DOCUMENT: m.templates_media_document,
  location: m.templates_media_location,
}

const kindOf = (header: DraftHeader): Kind =>
  header.kind === 'media' ? header.format : header.kind

/** What the header becomes when another kind is chosen; a text that was written is kept by its version. */
function headerFor(kind: Kind): DraftHeader {
  if (kind === 'none' || kind === 'location') return { kind }
  if (kind === 'text') return { kind, text: '', sample: '' }
  return { kind: 'media', format: kind, file: null }
}

export function HeaderField({ writing, at, version, onFile }: Props) {
  const { header } = version
  const set = (next: DraftHeader) => writing.changeVersion(at, { header: next })
  return (
    <div class="stack close">
      <SelectField
        label={m.templates_editor_header()}
        options={(Object.keys(KINDS) as Kind[]).map((kind) => ({
          value: kind,
          text: KINDS[kind](),
        }))}
        value={kindOf(header)}
        // The options are the keys of KINDS.
        onChange={(kind) => set(headerFor(kind as Kind))}
      />
      {header.kind === 'text' && <HeaderText {...{ writing, at, header, set }} />}
      {header.kind === 'media' && (
        <FileField
          format={header.format}
          file={header.file}
          error={problemsOf(writing, at, 'header.file').error}
          onChange={(file, local) => {
            set({ ...header, file })
            if (file && local) onFile(file.id, local)
          }}
        />
      )}
      {header.kind === 'location' && <p class="sm muted">{m.templates_editor_header_location()}</p>}
    </div>
  )
}

type TextProps = {
  writing: Writing
  at: number
  header: Extract<DraftHeader, { kind: 'text' }>
  set: (header: DraftHeader) => void
}

function HeaderText({ writing, at, header, set }: TextProps) {
  const { error, notes } = problemsOf(writing, at, 'header', header.text)
  const [variable] = placeholdersIn(header.text)
  return (
    <>
      <TextField
        label={m.templates_editor_header_words()}
        value={header.text}
        error={error}
        hint={<Counter used={header.text.trim().length} most={MOST_HEADER} />}
        maxLength={300}
        onInput={(event) => set({ ...header, text: event.currentTarget.value })}
      />
      <Notes notes={notes} />
      {variable !== undefined && (
        <TextField
          label={m.templates_editor_sample_of({ name: `\u2066{{${variable}}}\u2069` })}
          value={header.sample}
          error={problemsOf(writing, at, 'header.sample').error}
          maxLength={300}
          onInput={(event) => set({ ...header, sample: event.currentTarget.value })}
        />
      )}
    </>
  )
}
