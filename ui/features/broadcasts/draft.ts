import { type ReadonlySignal, signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { BroadcastChange, BroadcastView } from '../../../worker/contract/broadcasts'
import { showToast } from '../../components/toast'
import { type Autosave, useAutosave } from '../../lib/autosave'
import { useLive } from '../../lib/live'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { changeBroadcast, fetchBroadcast } from './api'
import { isBlank } from './composer-steps'

export type Change = Omit<BroadcastChange, 'version'>

export type Draft = {
  view: ReadonlySignal<BroadcastView>
  autosave: Autosave<Change>
  /** Counts the versions of others that were laid over the page: its fields begin anew with each. */
  edition: ReadonlySignal<number>
  change: (change: Change) => void
  /** What somebody else saved meanwhile, while ours waits for a decision. */
  theirs: ReadonlySignal<BroadcastView | null>
  takeTheirs: () => void
  keepMine: () => Promise<void>
}

const CHANGED_ELSEWHERE = 'broadcast.changed_elsewhere'

/** A draft that saves itself on the version it was read at, and notices when somebody else was first. */
export function useDraft(initial: BroadcastView): Draft {
  const { view, theirs, edition } = useMemo(
    () => ({
      view: signal(initial),
      theirs: signal<BroadcastView | null>(null),
      edition: signal(0),
    }),
    [],
  )
  const show = (other: BroadcastView) => {
    view.value = other
    edition.value++
  }
  const save = async (change: Change) => {
    const { id, version } = view.peek()
    try {
      const saved = await changeBroadcast(id, { ...withoutBlanks(change), version })
      // A text that is being typed anew is blank for a moment: it stays on the page, but is not sent.
      const mapping = change.mapping ? view.peek().mapping : saved.mapping
      view.value = withUnsaved({ ...saved, mapping }, autosave.unsaved())
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === CHANGED_ELSEWHERE) {
        theirs.value = await fetchBroadcast(id)
      }
      throw cause
    }
  }
  const autosave = useAutosave<Change>(save)
  useNewerVersions(view, autosave, show)

  const takeTheirs = () => {
    if (!theirs.value) return
    autosave.discard()
    show(theirs.value)
    theirs.value = null
  }
  const keepMine = async () => {
    if (!theirs.value) return
    // What nobody touched here is theirs from now on; what was touched is saved over theirs.
    show(withUnsaved(theirs.value, autosave.unsaved()))
    theirs.value = null
    await autosave.flush()
  }
  const change = (part: Change) => {
    view.value = withUnsaved(view.peek(), part)
    autosave.change(part)
  }
  return { view, autosave, edition, change, theirs, takeTheirs, keepMine }
}

function withoutBlanks({ mapping, ...change }: Change): Change {
  if (!mapping) return change
  const filled = Object.entries(mapping).filter(([, source]) => !isBlank(source))
  return { ...change, mapping: Object.fromEntries(filled) }
}

/** Changes carry whole values, so laying them over a view is enough. */
function withUnsaved(view: BroadcastView, change: Change | null): BroadcastView {
  if (!change) return view
  const { name, numberId, templateId, audience, mapping, waves, canary, start, restHours } = change
  return {
    ...view,
    ...(name !== undefined && { name }),
    ...(numberId !== undefined && { numberId }),
    ...(templateId !== undefined && { templateId }),
    ...(audience !== undefined && { audience }),
    ...(mapping !== undefined && { mapping }),
    ...(waves !== undefined && { waves }),
    ...(canary !== undefined && { canary }),
    ...(start !== undefined && { start }),
    ...(restHours !== undefined && { restHours }),
  }
}

/** Another tab or member saved it: shown at once where nothing of ours would be lost. */
function useNewerVersions(
  view: ReadonlySignal<BroadcastView>,
  autosave: Autosave<Change>,
  show: (other: BroadcastView) => void,
) {
  const look = async () => {
    if (autosave.state.peek() !== 'saved') return
    const { id, version } = view.peek()
    const present = await fetchBroadcast(id).catch(() => null)
    const isStillSaved = autosave.state.peek() === 'saved'
    if (!present || !isStillSaved || present.version <= view.peek().version) return
    const isNews = present.version > version && present.state === 'draft'
    show(present)
    if (isNews) showToast({ text: m.composer_changed_quietly() })
  }
  useLive(
    'broadcasts',
    () => void look(),
    () => void look(),
  )
  useEffect(() => {
    const onVisible = () => {
      if (!document.hidden) void look()
    }
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  }, [])
}
