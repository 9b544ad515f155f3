import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { formatTime } from '../lib/time.ts';
import type { CommandIo } from './command.ts';
import { UsageError } from './command.ts';

/** Writes a first rule and its cases, never over existing files. Resolves to the exit status. */
export async function newCommand(
  [path, ...more]: readonly string[],
  io: CommandIo,
): Promise<number> {
  if (path === undefined || more.length > 0) throw new UsageError('new takes one FILE');
  const file = /\.ya?ml$/.test(path) ? path : `${path}.yml`;
  const cases = file.replace(/(\.ya?ml)$/, '.cases$1');
  const name = basename(file).replace(/\.ya?ml$/, '');
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(name)) {
    throw new UsageError('the name of a rule file has small letters, digits, - and _ only');
  }
  const today = formatTime(io.now()).slice(0, 10);
  await mkdir(dirname(file), { recursive: true });
  await write(file, ruleText(name, today));
  await write(cases, caseText(today));
  io.stdout.write(`${file}\n${cases}\nTry: scrutineer rules test ${file}\n`);
  return 0;
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new UsageError(`${file} exists already`);
    throw error;
  });
}

function ruleText(name: string, today: string): string {
  const title = name.charAt(0).toUpperCase() + name.slice(1).replaceAll(/[-_]+/g, ' ');
  return `# What can be written here: docs/sigma-profile.md; fields: docs/fields.md.
title: ${title}
id: ${randomUUID()}
status: experimental
date: ${today}
description: >-
  What happened, and why it matters.
author: ''
references: []
tags:
  - attack.initial-access
  - attack.t1078
# "authentication" for sign-ins and "audit" for everything else mean the fields in docs/fields.md, whoever the vendor.
# Name a product and service instead to use that vendor's own fields.
logsource:
  category: authentication
detection:
  # All fields of a search must hold; a list of values means any of them.
  selection:
    outcome: in
    user_agent.original|contains:
      - python-requests
      - curl/
  # What is ordinary goes into searches of its own.
  filter_trusted:
    network.listed: trusted
  condition: selection and not 1 of filter_*
falsepositives:
  - Scripts of your own that sign in with a password
level: medium
# The only part that is not Sigma. The explanation may name any field in braces.
scrutineer:
  subject: user.name
  explanation: >-
    {user.name} signed in with a script ({user_agent.original}).
  next_step: >-
    Ask {user.name} whether this was their own program.
`;
}

function caseText(today: string): string {
  const record = (agent: string): string => `  records:
    # A record as the vendor writes it; here Entra ID.
    - id: 11111111-1111-4111-8111-111111111111
      createdDateTime: ${today}T09:00:00Z
      tenantId: 22222222-2222-4222-8222-222222222222
      userPrincipalName: ann@example.org
      userId: 33333333-3333-4333-8333-333333333333
      appDisplayName: Exchange Online
      ipAddress: 192.0.2.10
      isInteractive: true
      userAgent: ${agent}
      status: { errorCode: 0 }
`;
  return `# Each case holds records and what the rule must make of them. Both sides of the border are worth a case.
- name: a script signs in
  expect: match
${record('python-requests/2.32')}
- name: a browser signs in
  expect: no-match
${record('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')}`;
}
