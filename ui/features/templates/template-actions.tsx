import { useSignal } from '@preact/signals'
import { Copy, Ellipsis, Pencil, Trash2 } from 'lucide-preact'
import type { TemplateView } from '../../../worker/contract/templates'
import { LinkButton } from '../../components/button'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Icon } from '../../components/icon'
import { Code } from '../../components/isolate'
import { Menu } from '../../components/menu'
import { useAction } from '../../lib/action'
import { formatLanguage } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { deleteTemplate } from './api'
import { refreshTemplates } from './model'

/** Statuses in which Meta takes an edit. */
const EDITABLE = new Set(['APPROVED', 'REJECTED', 'PAUSED'])

export function TemplateActions({ template }: { template: TemplateView }) {
  const isAsking = useSignal(false)
  const { id, status, uneditable } = template
  const isWritable = uneditable === null
  return (
    <>
      {isWritable && EDITABLE.has(status) && (
        <LinkButton icon={Pencil} href={`/templates/new?edit=${id}`}>
          {m.templates_edit()}
        </LinkButton>
      )}
      <Menu
        trigger={{
          class: 'btn quiet icon',
          label: m.common_more(),
          content: <Icon of={Ellipsis} size="sm" />,
        }}
        items={[
          ...(isWritable
            ? [{ label: m.templates_duplicate(), icon: Copy, href: `/templates/new?from=${id}` }]
            : []),
          ...(status === 'DISABLED'
            ? []
            : [
                {
                  label: m.templates_delete(),
                  icon: Trash2,
                  tone: 'danger' as const,
                  onSelect: () => {
                    isAsking.value = true
                  },
                },
              ]),
        ]}
      />
      <DeleteDialog
        template={template}
        isOpen={isAsking.value}
        onClose={() => {
          isAsking.value = false
        }}
      />
    </>
  )
}

type Props = { template: TemplateView; isOpen: boolean; onClose: () => void }

function DeleteDialog({ template, isOpen, onClose }: Props) {
  const remove = useAction<null>(async () => {
    await deleteTemplate(template.id)
    await refreshTemplates()
    onClose()
    navigate('/templates')
  })
  return (
    <ConfirmDialog
      title={m.templates_delete_title()}
      isOpen={isOpen}
      tone="danger"
      confirmLabel={m.templates_delete()}
      isBusy={remove.isBusy.value}
      onConfirm={() => void remove.run(null)}
      onCancel={onClose}
    >
      <p>
        {rich(m.templates_delete_text, {
          name: <Code>{template.name}</Code>,
          language: formatLanguage(template.language),
        })}
      </p>
      {remove.error.value && (
        <p class="t-danger" role="alert">
          {describeFailure(remove.error.value)}
        </p>
      )}
    </ConfirmDialog>
  )
}
