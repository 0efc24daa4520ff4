import { useSignal } from '@preact/signals'
import { FileUp } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { Icon } from '../../components/icon'
import './imports.css'

type Props = {
  title: ComponentChildren
  children: ComponentChildren
  buttonLabel: string
  onFile: (file: File) => void
}

const ACCEPTED =
  '.csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/tab-separated-values,text/plain,text/vcard,' +
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A place to drop a file, and the same as a button: dragging is never the only way. */
export function DropZone({ title, children, buttonLabel, onFile }: Props) {
  const isOver = useSignal(false)
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0]
    if (file) onFile(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same
    <div
      class={`drop-zone panel ${isOver.value ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        isOver.value = true
      }}
      onDragLeave={() => {
        isOver.value = false
      }}
      onDrop={(event) => {
        event.preventDefault()
        isOver.value = false
        take(event.dataTransfer?.files)
      }}
    >
      <span class="glyph">
        <Icon of={FileUp} size="lg" />
      </span>
      <h2>{title}</h2>
      <div class="muted md">{children}</div>
      <label class="btn primary">
        {buttonLabel}
        <input
          class="vh"
          type="file"
          accept={ACCEPTED}
          onChange={(event) => {
            take(event.currentTarget.files)
            // The same file can be chosen again after it was mended.
            event.currentTarget.value = ''
          }}
        />
      </label>
    </div>
  )
}
