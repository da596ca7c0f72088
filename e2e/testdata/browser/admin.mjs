// The pass through the admin in a real browser, as clear steps. Needs: BASE (a running site, empty but for the superuser
// ada@example.com), PASSWORD of hers, MANAGE (a command line that runs manage for that database), SHOTS (a folder).
import { chromium } from 'playwright-core';
import { execFileSync } from 'child_process';
import assert from 'assert/strict';
import fs from 'fs';

const { BASE, PASSWORD, MANAGE, SHOTS } = process.env;
const axe = fs.readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const browser = await chromium.launch({ executablePath: process.env.CHROME_PATH, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const troubles = [];
let axePages = 0, failed = 0;

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('console', (m) => { if (m.type() === 'error' && !/status of (403|404|409|422)/.test(m.text())) troubles.push(page.url() + ' ' + m.text()); });
  page.on('pageerror', (e) => troubles.push(page.url() + ' ' + e.message));
  page.on('dialog', (d) => { if (d.type() !== 'beforeunload') troubles.push('dialog ' + d.message()); d.accept(); });
  return page;
}
async function judge(page, name) { // axe, in this page's colours and width
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run());
  axePages++;
  for (const v of found.violations) troubles.push(`axe ${name} ${v.id}: ${v.nodes[0].html.slice(0, 160)}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) troubles.push(`${name} scrolls sideways by ${wide}px`);
}
async function shot(page, name) { await judge(page, name); if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true }); }
async function step(name, run) {
  const start = Date.now();
  try { await run(); console.log(`ok    ${name} (${Date.now() - start} ms)`); } catch (e) { failed++; console.log(`FAIL  ${name}: ${e.message.split('\n').slice(0, 6).join(' | ')}`); }
}
async function signIn(page, email, password) {
  await page.goto(BASE + '/admin/');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
const text = (page) => page.locator('main').innerText();
async function sees(page, ...wanted) { const all = await page.locator('body').innerText(); for (const w of wanted) assert.ok(all.includes(w), `no “${w}” on ${page.url()}: ${all.slice(0, 400)}`); }
async function lacks(page, ...unwanted) { const all = await page.locator('body').innerText(); for (const w of unwanted) assert.ok(!all.includes(w), `“${w}” on ${page.url()}`); }

const ada = await open();
await step('sign in leads back to the admin', async () => {
  await signIn(ada, 'ada@example.com', PASSWORD);
  assert.equal(ada.url(), BASE + '/admin/');
  await sees(ada, 'Admin', 'Users', 'Groups', 'Posts', 'Recent changes');
  await shot(ada, 'index-empty');
});
await step('empty list says what to do', async () => {
  await ada.goto(BASE + '/admin/blog/post');
  await sees(ada, 'No posts yet');
  await shot(ada, 'list-empty');
});
await step('add a group with permissions', async () => {
  await ada.goto(BASE + '/admin/accounts/group');
  await ada.getByRole('link', { name: 'Add group' }).first().click();
  await ada.getByLabel('Name').fill('Readers');
  await ada.getByLabel('Blog: posts: View').check();
  await shot(ada, 'group-add');
  await ada.getByRole('button', { name: 'Save', exact: true }).click();
  await sees(ada, 'Group “Readers” was added.');
});
await step('add a user to the group', async () => {
  await ada.goto(BASE + '/admin/accounts/user/add');
  await ada.getByLabel('Email').fill('eve@example.com');
  await ada.getByLabel('Name').fill('Eve');
  await ada.getByLabel('Staff', { exact: true }).check();
  await ada.getByLabel('Readers').check();
  await shot(ada, 'user-add');
  await ada.getByRole('button', { name: 'Save and continue editing' }).click();
  await sees(ada, 'User “Eve” was added.', 'Send a password link');
  const [command, ...args] = MANAGE.split(' ');
  execFileSync(command, [...args, 'user', 'password', 'eve@example.com'], { input: PASSWORD + '2\n' });
});
await step('what is wrong is said beside the field', async () => {
  await ada.goto(BASE + '/admin/blog/post/add');
  await ada.locator('form.edit').evaluate((f) => { f.noValidate = true; });
  await ada.getByLabel('Slug').fill('not a slug');
  await ada.getByRole('button', { name: 'Save', exact: true }).click();
  await sees(ada, 'Not saved.', '3 fields have errors', 'This field is required.', 'Use only letters, digits');
  assert.equal(await ada.getByLabel('Title').getAttribute('aria-invalid'), 'true');
  assert.equal(await ada.evaluate(() => document.activeElement.id), 'errors');
  await shot(ada, 'form-errors');
});
await step('add a post; the author is a select while users are few', async () => {
  await ada.goto(BASE + '/admin/blog/post/add');
  await ada.getByLabel('Title').fill('Hello <script>alert(1)</script>');
  await ada.getByLabel('Body').fill('<img src=x onerror=alert(2)>');
  await ada.getByLabel('Author').selectOption({ label: 'Eve' });
  await ada.getByLabel('Cover').setInputFiles({ name: 'dot.gif', mimeType: 'image/gif', buffer: Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64') });
  await ada.getByRole('button', { name: 'Save', exact: true }).click();
  await sees(ada, 'was added.', 'Hello <script>alert(1)</script>', 'Eve');
});
await step('a stored script does nothing anywhere', async () => {
  for (const path of ['/admin/', '/admin/blog/post', '/admin/blog/post/1', '/admin/blog/post/1/history', '/admin/blog/post/1/delete', '/admin/blog/post?q=<script>alert(3)</script>', '/blog/', '/blog/hello-script-alert-1-script']) {
    const answer = await ada.goto(BASE + path);
    assert.equal(answer.status(), 200, path);
    assert.equal(await ada.locator('main script, main [onerror]').count(), 0);
  }
  assert.equal(troubles.filter((t) => t.startsWith('dialog')).length, 0);
});
await step('a slug that is taken', async () => {
  await ada.goto(BASE + '/admin/blog/post/add');
  await ada.getByLabel('Title').fill('Other');
  await ada.getByLabel('Slug').fill('hello-script-alert-1-script');
  await ada.getByLabel('Author').selectOption({ label: 'Eve' });
  await ada.getByRole('button', { name: 'Save', exact: true }).click();
  await sees(ada, 'Another post with this slug already exists.');
});
await step('make 60 users and 70 posts', async () => {
  await ada.goto(BASE + '/admin/');
  const bad = await ada.evaluate(async () => {
    let bad = 0;
    const send = async (path, fields) => { const a = await fetch(path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' }); if (a.type !== 'opaqueredirect') bad++; };
    for (let i = 0; i < 60; i++) await send('/admin/accounts/user/add', { email: `user${i}@example.com`, name: `Writer ${String(i).padStart(2, '0')}`, active: 'true' });
    for (let i = 0; i < 70; i++) await send('/admin/blog/post/add', { title: `Post ${String(i).padStart(2, '0')}`, author_id: String(2 + (i % 9)), published_at: i % 4 ? `2026-0${1 + (i % 9)}-01T10:00` : '' });
    return bad;
  });
  assert.equal(bad, 0);
});
await step('a related row is searched for in place, by keyboard', async () => {
  await ada.goto(BASE + '/admin/blog/post/1');
  const box = ada.getByRole('combobox', { name: 'Author' });
  assert.equal(await box.inputValue(), 'Eve');
  await box.focus();
  await box.press('Control+A');
  await box.pressSequentially('writer 42');
  await ada.getByRole('option', { name: 'Writer 42' }).waitFor();
  await judge(ada, 'combobox');
  await shot(ada, 'combobox');
  await box.press('ArrowDown');
  await box.press('Enter');
  assert.equal(await box.inputValue(), 'Writer 42');
  await Promise.all([ada.waitForURL('**/admin/blog/post'), ada.keyboard.press('Control+s')]);
  await sees(ada, 'was saved.');
  await ada.goto(BASE + '/admin/blog/post/1');
  assert.equal(await ada.getByRole('combobox', { name: 'Author' }).inputValue(), 'Writer 42');
});
await step('history says who changed what', async () => {
  await ada.goto(BASE + '/admin/blog/post/1');
  await ada.getByRole('link', { name: 'History' }).click();
  await sees(ada, 'changed', 'Author', 'Eve', 'Writer 42', 'added');
  await shot(ada, 'history');
});
await step('somebody else was quicker', async () => {
  const other = await ada.context().newPage();
  for (const p of [ada, other]) await p.goto(BASE + '/admin/blog/post/1');
  await other.getByLabel('Summary').fill('Theirs');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await ada.getByLabel('Summary').fill('Mine');
  await ada.getByRole('button', { name: 'Save', exact: true }).click();
  await sees(ada, 'has changed this meanwhile', 'Theirs');
  await shot(ada, 'conflict');
  await ada.getByRole('button', { name: 'Save', exact: true }).click();
  await sees(ada, 'was saved.');
  await other.close();
});
await step('search, filter, sort and pages', async () => {
  await ada.goto(BASE + '/admin/blog/post');
  await ada.keyboard.press('/');
  await ada.keyboard.type('post 1');
  await ada.keyboard.press('Enter');
  await sees(ada, '16 posts', '“post 1”');
  await ada.getByRole('link', { name: 'Remove: “post 1”' }).click();
  await ada.getByLabel('Author').fill('Writer 03');
  await ada.getByRole('button', { name: 'Apply' }).click();
  await sees(ada, 'Author: Writer 03', 'Writer 03');
  await ada.goto(BASE + '/admin/blog/post');
  await ada.getByRole('link', { name: 'Title' }).click();
  assert.equal(await ada.locator('th[aria-sort]').getAttribute('aria-sort'), 'ascending');
  await ada.getByRole('link', { name: 'Next' }).click();
  assert.match(await text(ada), /Post 69/);
  await ada.getByRole('link', { name: 'Post 60' }).click();
  await ada.getByRole('link', { name: 'Posts' }).last().click(); // the breadcrumb keeps the place
  assert.match(ada.url(), /sort=title/);
  assert.match(ada.url(), /after=/);
});
await step('an action on many rows asks first', async () => {
  await ada.goto(BASE + '/admin/blog/post?q=post+0&sort=title');
  await ada.getByLabel('Select all rows of this page').check();
  assert.equal(await ada.locator('tbody :checked').count(), 16);
  await shot(ada, 'list-selected');
  await ada.getByLabel('With the selected').selectOption('Publish');
  await ada.getByRole('button', { name: 'Go' }).click();
  await sees(ada, 'Publish 16 posts?', 'Post 00', 'Post 09');
  await shot(ada, 'action');
  await ada.getByRole('button', { name: 'Publish' }).click();
  await sees(ada, 'Publish: done for 16 posts.');
  await ada.goto(BASE + '/admin/blog/post?q=post+0&published_at=-');
  await sees(ada, 'Nothing matches');
});
await step('deleting says what stands in the way', async () => {
  await ada.goto(BASE + '/admin/accounts/user?q=Writer+03');
  await ada.getByRole('link', { name: 'user3@example.com' }).click();
  await ada.getByRole('link', { name: 'Delete…' }).click();
  await sees(ada, 'This cannot be done', 'still refer to it', 'Post');
  assert.equal(await ada.getByRole('button', { name: 'Delete' }).count(), 0);
  await shot(ada, 'delete-blocked');
});
await step('delete one, and some', async () => {
  await ada.goto(BASE + '/admin/blog/post?q=post+69');
  await ada.getByRole('link', { name: 'Post 69', exact: true }).click();
  await ada.getByRole('link', { name: 'Delete…' }).click();
  await sees(ada, 'This cannot be undone.');
  await shot(ada, 'delete');
  await ada.getByRole('button', { name: 'Delete' }).click();
  await sees(ada, '1 post was deleted.', 'Nothing matches');
  await ada.goto(BASE + '/admin/blog/post?q=post+6');
  await ada.getByLabel('Select Post 61').check();
  await ada.getByLabel('Select Post 62').check();
  await ada.getByLabel('With the selected').selectOption('Delete');
  await ada.getByRole('button', { name: 'Go' }).click();
  await ada.getByRole('button', { name: 'Delete' }).click();
  await sees(ada, '2 posts were deleted.');
});
await step('export what is filtered', async () => {
  await ada.goto(BASE + '/admin/blog/post?q=post+1&sort=title');
  const [download] = await Promise.all([ada.waitForEvent('download'), ada.getByRole('link', { name: 'Export CSV' }).click()]);
  const lines = fs.readFileSync(await download.path(), 'utf8').trim().split('\n');
  assert.equal(lines.length, 16);
  assert.match(lines[0], /^id,title,slug,.*author_id,author_label,/);
  assert.match(lines[1], /,Post 01,post-01,/);
});
await step('leaving a changed form asks', async () => {
  await ada.goto(BASE + '/admin/blog/post/5');
  await ada.getByLabel('Summary').fill('Unsaved');
  let asked = 0;
  ada.once('dialog', (d) => { asked += d.type() === 'beforeunload' ? 1 : 0; });
  await ada.getByRole('link', { name: 'Users' }).click();
  await ada.waitForURL('**/accounts/user');
  assert.equal(asked, 1);
});
await step('whoever may only view sees no way to change, and is refused', async () => {
  const eve = await open();
  await signIn(eve, 'eve@example.com', PASSWORD + '2');
  await sees(eve, 'Posts');
  await lacks(eve, 'Users', 'Groups', 'Add post');
  await shot(eve, 'index-reader');
  await eve.goto(BASE + '/admin/blog/post/5');
  await shot(eve, 'view-only');
  assert.equal(await eve.getByRole('button', { name: /Save/ }).count(), 0);
  for (const path of ['/admin/accounts/user', '/admin/blog/post/add', '/admin/blog/post/5/delete']) assert.equal((await eve.goto(BASE + path)).status(), 403, path);
  await sees(eve, 'Not allowed');
  await shot(eve, 'forbidden');
  await eve.goto(BASE + '/admin/blog/post');
  const status = await eve.evaluate(async () => (await fetch('/admin/blog/post/5', { method: 'POST', body: new URLSearchParams({ title: 'x' }) })).status);
  assert.equal(status, 403);
  // given more by her group, she may at once
  await ada.goto(BASE + '/admin/accounts/group/1');
  await ada.getByLabel('Blog: posts: Change').check();
  await ada.getByRole('button', { name: 'Save', exact: true }).click();
  await eve.goto(BASE + '/admin/blog/post/5');
  await eve.getByLabel('Summary').fill('By Eve');
  await eve.getByRole('button', { name: 'Save', exact: true }).click();
  await sees(eve, 'was saved.');
  await eve.context().close();
});
await step('not there', async () => {
  assert.equal((await ada.goto(BASE + '/admin/blog/post/99999')).status(), 404);
  await sees(ada, 'Page not found');
  await shot(ada, 'not-found');
});
await step('keyboard alone: skip link, row, form, save', async () => {
  await ada.goto(BASE + '/admin/blog/post?q=post+2');
  await ada.keyboard.press('Tab');
  assert.equal(await ada.evaluate(() => document.activeElement.textContent), 'Skip to content');
  await ada.keyboard.press('Enter');
  for (let i = 0; i < 40; i++) { await ada.keyboard.press('Tab'); if (/^Post 2/.test(await ada.evaluate(() => document.activeElement.textContent))) break; }
  await ada.keyboard.press('Enter');
  await ada.waitForURL('**/admin/blog/post/*');
  for (let i = 0; i < 40; i++) { await ada.keyboard.press('Tab'); if (await ada.evaluate(() => document.activeElement.name) === 'summary') break; }
  await ada.keyboard.type('By keyboard');
  for (let i = 0; i < 40; i++) { await ada.keyboard.press('Tab'); const s = await ada.evaluate(() => { const e = document.activeElement; const r = getComputedStyle(e); return [e.textContent.trim(), r.outlineStyle]; }); if (s[0] === 'Save') { assert.equal(s[1], 'solid'); break; } }
  await ada.keyboard.press('Enter');
  await sees(ada, 'was saved.');
});
await step('without JavaScript: choose a related row, act, delete', async () => {
  const plain = await (await browser.newContext({ javaScriptEnabled: false, storageState: await ada.context().storageState() })).newPage();
  await plain.goto(BASE + '/admin/blog/post/1');
  await plain.getByLabel('Summary').fill('Kept on the way');
  await plain.getByRole('button', { name: 'Change Author' }).click();
  await plain.getByLabel('Search users').fill('writer 07');
  await plain.getByRole('button', { name: 'Search' }).click();
  if (SHOTS) await plain.screenshot({ path: `${SHOTS}/pick.png` });
  await plain.getByRole('button', { name: 'Writer 07' }).click();
  assert.equal(await plain.getByLabel('Summary').inputValue(), 'Kept on the way');
  await plain.getByRole('button', { name: 'Save', exact: true }).click();
  assert.match(await plain.locator('main').innerText(), /was saved/);
  await plain.goto(BASE + '/admin/blog/post?q=post+3');
  await plain.getByLabel('Select Post 31').check();
  await plain.getByLabel('With the selected').selectOption('Delete');
  await plain.getByRole('button', { name: 'Go' }).click();
  await plain.getByRole('button', { name: 'Delete' }).click();
  assert.match(await plain.locator('main').innerText(), /1 post was deleted/);
  await plain.context().close();
});
await step('light and dark, wide and as narrow as a phone', async () => {
  for (const colorScheme of ['light', 'dark']) for (const width of [1280, 768, 360, 320]) {
    const page = await (await browser.newContext({ viewport: { width, height: 900 }, colorScheme, storageState: await ada.context().storageState() })).newPage();
    page.on('console', (m) => { if (m.type() === 'error') troubles.push(page.url() + ' ' + m.text()); });
    for (const [name, path] of [['index', '/admin/'], ['list', '/admin/blog/post?author_id=3'], ['users', '/admin/accounts/user'], ['form', '/admin/blog/post/1'], ['group', '/admin/accounts/group/1'], ['log', '/admin/blog/post/1/history'], ['remove', '/admin/accounts/user/3/delete']]) {
      await page.goto(BASE + path);
      await shot(page, `${name}-${colorScheme}-${width}`);
    }
    await page.context().close();
  }
});
await step('sign out', async () => {
  await ada.goto(BASE + '/admin/');
  await ada.getByRole('button', { name: 'Sign out' }).click();
  await ada.goto(BASE + '/admin/');
  assert.match(ada.url(), /sign-in/);
});
await browser.close();
const unique = [...new Set(troubles)];
for (const t of unique) console.log('trouble ' + t);
console.log(`${failed} failed, ${unique.length} troubles, ${axePages} pages judged by axe`);
process.exit(failed || unique.length ? 1 : 0);
