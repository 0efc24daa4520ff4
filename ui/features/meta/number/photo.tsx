import { useRef } from 'preact/hooks'
import { Button } from '../../../components/button'
import { describeFailure } from '../../../components/failure'
import { Section } from '../../../components/page-parts'
import { showToast } from '../../../components/toast'
import { createAction } from '../../../lib/action'
import { m } from '../../../paraglide/messages.js'
import { changeNumberPhoto } from '../api'

type Props = { numberId: string; hasPhoto: boolean; onChanged: () => Promise<void> }

/** The picture itself lies on Meta's host, which our pages never ask: only whether there is one is told. */
export function Photo({ numberId, hasPhoto, onChanged }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const upload = useRef(
    createAction<File>(async (file) => {
      await changeNumberPhoto(numberId, file)
      await onChanged()
      showToast({ text: m.number_saved() })
    }),
  ).current
  const failure = upload.error.value
  return (
    <Section title={m.number_photo()} level={3}>
      <div class="panel pad stack close">
        <p class="md">{hasPhoto ? m.number_photo_has() : m.number_photo_none()}</p>
        <input
          ref={input}
          type="file"
          accept="image/jpeg,image/png"
          hidden
          aria-label={m.number_photo_choose()}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            if (file) void upload.run(file)
            currentTarget.value = ''
          }}
        />
        <div class="row">
          <Button isBusy={upload.isBusy.value} onClick={() => input.current?.click()}>
            {m.number_photo_choose()}
          </Button>
          <span class="sm muted">{m.number_photo_hint()}</span>
        </div>
        {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      </div>
    </Section>
  )
}
