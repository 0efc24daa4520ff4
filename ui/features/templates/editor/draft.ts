import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type {
  DraftContent,
  DraftVersion,
  TemplateDraftView,
} from '../../../../worker/contract/template-drafts'
import { lintDraft } from '../../../../worker/contract/template-lint'
import type { LintProblem } from '../../../../worker/contract/template-lint-rules'
import { type Autosave, useAutosave } from '../../../lib/autosave'
import { ApiError } from '../../../lib/request'
import { fetchDraft, saveDraft } from '../api'

export type Change = Partial<DraftContent>

export type Writing = {
  view: ReadonlySignal<TemplateDraftView>
  autosave: Autosave<Change>
  change: (change: Change) => void
  /** Changes one language. */
  changeVersion: (at: number, change: Partial<DraftVersion>) => void
  problems: ReadonlySignal<LintProblem[]>
  /** What is still blank is not wrong yet; from the first try to submit it is. */
  isStrict: { value: boolean }
  /** Somebody else saved it meanwhile; ours waits for a decision. */
  theirs: ReadonlySignal<TemplateDraftView | null>
  takeTheirs: () => void
  /** After a submission: what is left of the draft. */
  restart: (draft: TemplateDraftView) => void
  keepMine: () => Promise<void>
}

const CHANGED_ELSEWHERE = 'template.changed_elsewhere'

/** A draft that saves itself, is linted with each keystroke, and notices when somebody else was first. */
export function useWriting(initial: TemplateDraftView): Writing {
  const state = useMemo(
    () => ({
      view: signal(initial),
      theirs: signal<TemplateDraftView | null>(null),
      isStrict: signal(initial.isEdit || Object.keys(initial.refusals).length > 0),
    }),
    [],
  )
  const { view, theirs, isStrict } = state
  const save = async (change: Change) => {
    const { id, version } = view.peek()
    try {
      const saved = await saveDraft(id, { ...change, version })
      view.value = { ...saved, ...autosave.unsaved() }
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === CHANGED_ELSEWHERE) {
        theirs.value = await fetchDraft(id)
      }
      throw cause
    }
  }
  const autosave = useAutosave<Change>(save)
  const problems = useMemo(() => computed(() => lintDraft(view.value)), [])

  const change = (part: Change) => {
    view.value = { ...view.peek(), ...part }
    autosave.change(part)
  }
  const changeVersion = (at: number, part: Partial<DraftVersion>) => {
    const { versions } = view.peek()
    change({ versions: versions.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  }
  const restart = (draft: TemplateDraftView) => {
    autosave.discard()
    view.value = draft
    isStrict.value = true
  }
  const takeTheirs = () => {
    if (!theirs.value) return
    autosave.discard()
    view.value = theirs.value
    theirs.value = null
  }
  const keepMine = async () => {
    if (!theirs.value) return
    view.value = { ...theirs.value, ...autosave.unsaved() }
    theirs.value = null
    await autosave.flush()
  }
  return {
    ...{ view, autosave, change, changeVersion, problems, isStrict },
    ...{ theirs, takeTheirs, keepMine, restart },
  }
}
