// What a browser keeps for whoever is signed in: another person at the same machine must not find it.

const PREFIX = 'mine:'

export const personalName = (name: string) => PREFIX + name

export function forgetPersonal() {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX)) localStorage.removeItem(name)
  }
}
