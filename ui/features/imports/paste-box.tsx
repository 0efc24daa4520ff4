import { useSignal } from '@preact/signals'
import { Button } from '../../components/button'
import { TextArea } from '../../components/field'
import { m } from '../../paraglide/messages.js'
import './imports.css'

/** A list that was copied from somewhere: the same as a file. */
export function PasteBox({ onText }: { onText: (file: File) => void }) {
  const text = useSignal('')
  return (
    <div class="panel pad stack close">
      <TextArea
        label={m.imports_paste()}
        hint={m.imports_paste_hint()}
        rows={4}
        onInput={(event) => {
          text.value = event.currentTarget.value
        }}
      />
      <div>
        <Button
          isDisabled={text.value.trim() === ''}
          onClick={() => onText(new File([text.value], m.imports_paste_name()))}
        >
          {m.imports_paste_use()}
        </Button>
      </div>
    </div>
  )
}
