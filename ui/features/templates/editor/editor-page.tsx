import { useSignal } from '@preact/signals'
import { Send, Trash2 } from 'lucide-preact'
import { useMemo } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import * as v from 'valibot'
import type { TemplateDraftView } from '../../../../worker/contract/template-drafts'
import { Button, IconButton } from '../../../components/button'
import { ConfirmDialog } from '../../../components/dialog'
import { describeFailure } from '../../../components/failure'
import { Code } from '../../../components/isolate'
import { Banner, Section } from '../../../components/page-parts'
import { SaveState } from '../../../components/save-state'
import { Loaded, Skeleton } from '../../../components/states'
import { useAction } from '../../../lib/action'
import { announce } from '../../../lib/announce'
import { formatLanguage } from '../../../lib/format'
import { navigate } from '../../../lib/navigation'
import { urlState } from '../../../lib/url-state'
import { m } from '../../../paraglide/messages.js'
import { Page } from '../../../shell/page'
import { discardDraft } from '../api'
import { refreshTemplates, useDraft } from '../model'
import { useWriting, type Writing } from './draft'
import { DraftPreview } from './draft-preview'
import './editor.css'
import { Languages } from './languages'
import { errorsIn } from './problems'
import { Settings } from './settings'
import { SubmitDialog } from './submit-dialog'
import { VersionEditor } from './version-editor'

const crumbs = () => [{ label: m.templates_title(), href: '/templates' }]

/** Which language is open, and on a phone whether it is written or looked at. */
const place = urlState(
  v.object({
    lang: v.optional(v.string(), ''),
    view: v.optional(v.picklist(['edit', 'preview']), 'edit'),
  }),
)

export function EditorPage() {
  const { params } = useRoute()
  const id = params.id ?? ''
  const draft = useDraft(id)
  if (draft.data) return <DraftEditor key={id} initial={draft.data} />
  return (
    <Page title={m.templates_editor_title()} crumbs={crumbs()}>
      <Loaded query={draft} skeleton={<Skeleton shape="text" />}>
        {() => null}
      </Loaded>
    </Page>
  )
}

function DraftEditor({ initial }: { initial: TemplateDraftView }) {
  const writing = useWriting(initial)
  const isSubmitting = useSignal(false)
  const { name, updatedAt } = writing.view.value
  const submit = () => {
    writing.isStrict.value = true
    const count = errorsIn(writing.problems.value).length
    if (count === 0) isSubmitting.value = true
    else announce(m.templates_editor_mistakes({ count }))
  }
  return (
    <Page
      title={name || m.templates_editor_title()}
      heading={name ? <Code>{name}</Code> : m.templates_editor_title()}
      crumbs={crumbs()}
      beside={<SaveState autosave={writing.autosave} savedAt={updatedAt} />}
      actions={<Discard writing={writing} />}
      primary={{ label: m.templates_editor_submit(), icon: Send, onClick: submit }}
    >
      <Conflict writing={writing} />
      <Mistakes writing={writing} />
      <Form writing={writing} />
      <SubmitDialog
        writing={writing}
        isOpen={isSubmitting.value}
        onClose={() => {
          isSubmitting.value = false
        }}
      />
    </Page>
  )
}

function Form({ writing }: { writing: Writing }) {
  const view = writing.view.value
  const { lang, view: shown } = place.value.value
  const at = Math.max(
    0,
    view.versions.findIndex(({ language }) => language === lang),
  )
  const version = view.versions[at]
  const pictures = useMemo(() => new Map<string, string>(), [])
  const choose = (index: number) =>
    place.set({ lang: writing.view.peek().versions[index]?.language ?? '' })
  if (!version) return null
  return (
    <div class="editor" data-view={shown}>
      <nav class="tabs editor-views" aria-label={m.templates_editor_views()}>
        <a href={place.href({ view: 'edit' })} aria-current={shown === 'edit' ? 'page' : undefined}>
          {m.templates_editor_view_edit()}
        </a>
        <a
          href={place.href({ view: 'preview' })}
          aria-current={shown === 'preview' ? 'page' : undefined}
        >
          {m.templates_preview()}
        </a>
      </nav>
      <div class="with-rail">
        <div class="stack editor-form">
          <Section title={m.templates_editor_about()}>
            <Settings writing={writing} />
          </Section>
          <Section title={m.templates_editor_message()}>
            <Languages writing={writing} at={at} onChoose={choose} />
            <VersionEditor
              key={version.language}
              writing={writing}
              at={at}
              version={version}
              onFile={(fileId, file) => pictures.set(fileId, URL.createObjectURL(file))}
            />
          </Section>
        </div>
        <aside class="rail editor-preview" aria-label={m.templates_preview()}>
          <DraftPreview draft={view} version={version} local={pictures} />
        </aside>
      </div>
      {view.versions.length > 1 && (
        <div class="editor-all">
          <Section title={m.templates_editor_side_by_side()}>
            <div class="side-by-side">
              {view.versions.map((one) => (
                <DraftPreview
                  key={one.language}
                  title={formatLanguage(one.language)}
                  draft={view}
                  version={one}
                  local={pictures}
                />
              ))}
            </div>
          </Section>
        </div>
      )}
    </div>
  )
}

/** After a try to submit: how many places are to be mended, before anything goes to Meta. */
function Mistakes({ writing }: { writing: Writing }) {
  const count = errorsIn(writing.problems.value).length
  if (!writing.isStrict.value || count === 0) return null
  return (
    <Banner tone="warn" isInset>
      {m.templates_editor_mistakes({ count })}
    </Banner>
  )
}

function Conflict({ writing }: { writing: Writing }) {
  if (!writing.theirs.value) return null
  return (
    <Banner
      tone="warn"
      isInset
      action={
        <span class="row">
          <Button size="slim" onClick={writing.takeTheirs}>
            {m.templates_editor_take_theirs()}
          </Button>
          <Button size="slim" onClick={() => void writing.keepMine()}>
            {m.templates_editor_keep_mine()}
          </Button>
        </span>
      }
    >
      {m.templates_editor_conflict()}
    </Banner>
  )
}

function Discard({ writing }: { writing: Writing }) {
  const isAsking = useSignal(false)
  const discard = useAction<null>(async () => {
    const unsaved = writing.autosave.unsaved()
    writing.autosave.discard()
    try {
      await discardDraft(writing.view.peek().id)
    } catch (cause) {
      // It is still here, and so is what was typed last.
      if (unsaved) writing.autosave.change(unsaved)
      throw cause
    }
    await refreshTemplates()
    navigate('/templates')
  })
  return (
    <>
      <IconButton
        icon={Trash2}
        variant="quiet"
        label={m.templates_editor_discard()}
        onClick={() => {
          isAsking.value = true
        }}
      />
      <ConfirmDialog
        title={m.templates_editor_discard_title()}
        isOpen={isAsking.value}
        tone="danger"
        confirmLabel={m.templates_editor_discard()}
        isBusy={discard.isBusy.value}
        onConfirm={() => void discard.run(null)}
        onCancel={() => {
          isAsking.value = false
        }}
      >
        <p>{m.templates_editor_discard_text()}</p>
        {discard.error.value && (
          <p class="t-danger" role="alert">
            {describeFailure(discard.error.value)}
          </p>
        )}
      </ConfirmDialog>
    </>
  )
}
