// `npm run deploy`: creates what is missing in the Cloudflare account, then consumer, migrations, app,
// in this order (docs/deploy.md). With --dry-run everything is checked and bundled, and nothing sent.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildUi, ROOT, run, WORKERS } from './build.mjs'
import { placeholdersIn, problemsOf, readConfigurations } from './configuration.mjs'
import { preflight } from './preflight.mjs'
import { ExpectedError, main, option } from './report.mjs'
import { exampleOf, requiredSecrets } from './secrets.mjs'

await main(async () => {
  if (!(await preflight(console.log))) return
  const configurations = await readConfigurations()
  refuse(problemsOf(configurations, requiredSecrets(exampleOf(ROOT))))
  await buildUi()
  if (option('dry-run')) return dryRun()

  refuse(placeholdersIn(configurations))
  const cloud = await import('./cloud.mjs')
  await cloud.checkSignedIn()
  const ids = await cloud.createResources(configurations)
  const secrets = await cloud.askForSecrets(requiredSecrets(exampleOf(ROOT)))
  await cloud.withDeployFiles(ids, secrets, async (files) => {
    await deployWorker('consumer', files)
    for (const { database_name } of configurations.app.d1_databases) {
      console.log(`Migrating ${database_name} …`)
      const args = ['d1', 'migrations', 'apply', database_name, '--remote', '-c', files.app]
      await run('wrangler', args)
    }
    await deployWorker('app', files)
  })
  console.log('Deployed. docs/deploy.md says what to enter at Meta.')
})

function refuse(problems) {
  if (problems.length === 0) return
  throw new ExpectedError(`Not deployed:\n${problems.map((one) => `- ${one}`).join('\n')}`)
}

/** Bundles as a deployment would, from scratch. */
async function dryRun() {
  for (const key of ['consumer', 'app']) {
    const folder = join(ROOT, 'dist', 'deploy', key)
    rmSync(folder, { recursive: true, force: true })
    await run('wrangler', ['deploy', '--dry-run', '-c', WORKERS[key].config, '--outdir', folder])
    const size = gzipSync(readFileSync(join(folder, 'index.js'))).length
    console.log(`${WORKERS[key].name}: ${Math.ceil(size / 1024)} kB compressed`)
  }
  console.log('The configuration is sound. Nothing was deployed.')
}

async function deployWorker(key, files) {
  console.log(`Deploying ${WORKERS[key].name} …`)
  const secrets = files.secrets ? ['--secrets-file', files.secrets] : []
  console.log(
    await run('wrangler', ['deploy', '-c', files[key], ...secrets], { WRANGLER_LOG: 'log' }),
  )
}
