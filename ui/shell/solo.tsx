import { Globe, MessageSquareMore } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/button'
import { Icon } from '../components/icon'
import { LANGUAGE_NAMES, locale, otherLocale, switchLanguage } from '../lib/i18n'
import { m } from '../paraglide/messages.js'
import './solo.css'

/** Pages outside the shell: the language can be chosen before anybody is known. */
export function Solo({ title, children }: { title: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · ProConnect`
  }, [title])
  const other = otherLocale()
  return (
    <div class="solo">
      <header class="solo-top">
        <a class="brand" href="/sign-in">
          <span class="mark" aria-hidden="true">
            <Icon of={MessageSquareMore} size="sm" />
          </span>
          <bdi>ProConnect</bdi>
        </a>
        <span lang={other}>
          <Button variant="quiet" size="slim" icon={Globe} onClick={() => switchLanguage(other)}>
            <bdi>{LANGUAGE_NAMES[other]}</bdi>
          </Button>
        </span>
      </header>
      <main id="main">{children}</main>
      <footer class="solo-foot">
        <a href={privacyAddress()}>{m.shell_privacy()}</a>
      </footer>
    </div>
  )
}

export const privacyAddress = () => (locale.value === 'he' ? '/he/privacy' : '/privacy')
