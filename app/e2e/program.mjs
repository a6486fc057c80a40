// Starts a program for a test and makes sure that it, and all it started, is gone when the test ends.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export function start(t, command, args, env) {
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const hear = (chunk) => { said = (said + chunk).slice(-20_000) }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = new Promise((done) => child.once('close', done))
  child.once('error', (error) => hear(error.message))
  const stop = async (signal = 'SIGTERM') => {
    try { process.kill(-child.pid, signal) } catch { return } // already gone
    const late = setTimeout(() => { try { process.kill(-child.pid, 'SIGKILL') } catch {} }, 5000)
    await ended
    clearTimeout(late)
  }
  t.after(() => stop())
  return { child, stop, ended, said: () => said, alive: () => child.exitCode === null && child.signalCode === null }
}

/** The processes a process started itself. */
export function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}
