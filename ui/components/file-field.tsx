import { useSignal } from '@preact/signals'
import { Upload } from 'lucide-preact'
import { m } from '../paraglide/messages.js'
import { Field } from './field'
import './file-field.css'
import { Icon } from './icon'
import { Name } from './isolate'

type Props = { label: string; accept: string; onFile: (file: File) => void }

/** One file: the browser's own input, over a button that looks like ours and says what was chosen. */
export function FileField({ label, accept, onFile }: Props) {
  const name = useSignal('')
  return (
    <Field label={label}>
      {(wired) => (
        <span class="file-field btn">
          <input
            {...wired}
            type="file"
            accept={accept}
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? []
              if (!file) return
              name.value = file.name
              onFile(file)
            }}
          />
          <Icon of={Upload} size="sm" />
          <span class="file-name">
            {name.value ? <Name value={name.value} /> : m.common_choose_file()}
          </span>
        </span>
      )}
    </Field>
  )
}
