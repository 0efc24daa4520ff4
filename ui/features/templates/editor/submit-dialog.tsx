import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button } from '../../../components/button'
import { Dialog } from '../../../components/dialog'
import { describeFailure } from '../../../components/failure'
import { Code } from '../../../components/isolate'
import { showToast } from '../../../components/toast'
import { useAction } from '../../../lib/action'
import { formatLanguage, formatList } from '../../../lib/format'
import { rich } from '../../../lib/i18n'
import { navigate } from '../../../lib/navigation'
import { m } from '../../../paraglide/messages.js'
import { submitDraft } from '../api'
import { refreshTemplates } from '../model'
import { categoryName } from '../status'
import type { Writing } from './draft'
import { sentenceOf } from './problems'

type Props = { writing: Writing; isOpen: boolean; onClose: () => void }

/** Says what goes to Meta and what happens then; what Meta refuses stays in the draft. */
export function SubmitDialog({ writing, isOpen, onClose }: Props) {
  const view = writing.view.value
  const isUnsaved = useSignal(false)
  const submit = useAction<null>(async (_, key) => {
    isUnsaved.value = !(await writing.autosave.flush())
    if (isUnsaved.value) return
    const { draft, results } = await submitDraft(view.id, writing.view.peek().version, key)
    void refreshTemplates()
    const [first] = results
    const moved = results.find(({ category }) => category && category !== view.category)
    if (moved?.category) {
      showToast({ text: m.templates_editor_moved({ category: categoryName(moved.category) }) })
    }
    onClose()
    if (draft) {
      writing.restart(draft)
      showToast({ text: m.templates_editor_partly() })
    } else navigate(first?.templateId ? `/templates/${first.templateId}` : '/templates')
  })
  useEffect(() => {
    if (isOpen) submit.reset()
  }, [isOpen])
  const warnings = writing.problems.value.filter(({ level }) => level === 'warning')
  const texts = [...new Set(warnings.map(sentenceOf))]
  const languages = view.versions.map(({ language }) => formatLanguage(language))
  return (
    <Dialog title={m.templates_editor_submit_title()} isOpen={isOpen} onClose={onClose}>
      <p>
        {rich(m.templates_editor_submit_what, {
          name: <Code>{view.name}</Code>,
          languages: formatList(languages),
          category: categoryName(view.category),
        })}
      </p>
      <p class="muted">{m.templates_editor_submit_next()}</p>
      {view.isEdit && <p class="muted">{m.templates_editor_submit_edit()}</p>}
      {texts.length > 0 && (
        <ul class="bullets">
          {texts.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {submit.error.value && (
        <p class="t-danger" role="alert">
          {describeFailure(submit.error.value)}
        </p>
      )}
      {isUnsaved.value && (
        <p class="t-danger" role="alert">
          {m.common_not_saved()}
        </p>
      )}
      <div class="dialog-acts">
        <Button onClick={onClose} autofocus>
          {m.common_cancel()}
        </Button>
        <Button
          variant="primary"
          isBusy={submit.isBusy.value}
          onClick={() => void submit.run(null)}
        >
          {m.templates_editor_submit_now({ count: view.versions.length })}
        </Button>
      </div>
    </Dialog>
  )
}
