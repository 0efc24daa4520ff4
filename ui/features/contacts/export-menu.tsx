import { Download } from 'lucide-preact'
import { Icon } from '../../components/icon'
import { Menu } from '../../components/menu'
import { withQuery } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { contactFilters } from './model'

/** What the list shows, as a file: the filters of the page are those of the file. */
export function ExportMenu() {
  const mayExport = canManage(useSession())
  const { after: _, ...filters } = contactFilters.value.value
  if (!mayExport) return null
  const fileOf = (format: 'csv' | 'xlsx') => () => {
    location.assign(`/api/v1${withQuery('/contacts/export', { ...filters, format })}`)
  }
  return (
    <Menu
      trigger={{
        class: 'btn',
        content: (
          <>
            <Icon of={Download} size="sm" />
            {m.contacts_export()}
          </>
        ),
      }}
      items={[
        { label: m.contacts_export_xlsx(), onSelect: fileOf('xlsx') },
        { label: m.contacts_export_csv(), onSelect: fileOf('csv') },
      ]}
    />
  )
}
