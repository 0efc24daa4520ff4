import { useSignal } from '@preact/signals'
import { Upload, X } from 'lucide-preact'
import {
  HEADER_FILE_BYTES,
  HEADER_FILE_TYPES,
  type HeaderFile,
  type HeaderFormat,
} from '../../../../worker/contract/template-drafts'
import { IconButton } from '../../../components/button'
import { describeFailure } from '../../../components/failure'
import { Field } from '../../../components/field'
import { Icon } from '../../../components/icon'
import { Name } from '../../../components/isolate'
import { useAction } from '../../../lib/action'
import { formatBytes, formatPercent } from '../../../lib/format'
import { m } from '../../../paraglide/messages.js'
import { uploadHeaderFile } from '../api'

type Props = {
  format: HeaderFormat
  file: HeaderFile | null
  error: string | undefined
  /** With the file itself when it was just chosen, so that it can be shown at once. */
  onChange: (file: HeaderFile | null, local?: File) => void
}

/** The sample that Meta's reviewers see; people later get whatever the message carries. */
export function FileField({ format, file, error, onChange }: Props) {
  const sent = useSignal(0)
  const problem = useSignal<string | null>(null)
  const upload = useAction<File>(async (chosen) => {
    sent.value = 0
    const kept = await uploadHeaderFile(chosen, (bytes) => {
      sent.value = bytes / Math.max(1, chosen.size)
    })
    if (HEADER_FILE_TYPES[format].includes(kept.type)) onChange(kept, chosen)
    else problem.value = m.templates_editor_file_wrong()
  })
  const take = (chosen: File | undefined) => {
    if (!chosen) return
    problem.value =
      chosen.size > HEADER_FILE_BYTES[format] ? m.templates_editor_file_large(limits(format)) : null
    if (problem.value === null) void upload.run(chosen)
  }
  const failed = upload.error.value ? describeFailure(upload.error.value) : undefined
  return (
    <Field
      label={m.templates_editor_file()}
      hint={m.templates_editor_file_hint(limits(format))}
      error={problem.value ?? failed ?? error}
    >
      {(wired) => (
        <div class="row file-field">
          {file && !upload.isBusy.value && (
            <span class="pill">
              <Name value={file.name} />
              <span class="k num">{formatBytes(file.size)}</span>
            </span>
          )}
          {upload.isBusy.value ? (
            <span class="sm muted" role="status">
              {m.templates_editor_file_sending()} {formatPercent(sent.value, 0)}
            </span>
          ) : (
            <label class="btn">
              <Icon of={Upload} size="sm" />
              {file ? m.templates_editor_file_other() : m.templates_editor_file_choose()}
              <input
                {...wired}
                class="vh"
                type="file"
                accept={HEADER_FILE_TYPES[format].join(',')}
                onChange={(event) => {
                  take(event.currentTarget.files?.[0])
                  event.currentTarget.value = ''
                }}
              />
            </label>
          )}
          {file && !upload.isBusy.value && (
            <IconButton
              size="slim"
              variant="quiet"
              icon={X}
              label={m.common_remove()}
              onClick={() => onChange(null)}
            />
          )}
        </div>
      )}
    </Field>
  )
}

const NAMES: Record<HeaderFormat, string> = { IMAGE: 'JPEG, PNG', VIDEO: 'MP4', DOCUMENT: 'PDF' }

const limits = (format: HeaderFormat) => ({
  types: NAMES[format],
  size: formatBytes(HEADER_FILE_BYTES[format]),
})
