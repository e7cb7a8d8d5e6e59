import { Journey } from './journey.mjs';

/** Anna and Boris sign in and out in each way, and go back to pages of each other. */
export async function walk(page, site) {
  const visit = new Journey(page, site);
  await visit.open();
  await visit.go('one');
  await visit.signIn('anna');
  await visit.go('one');
  await visit.go('two');
  await visit.back('one');
  await visit.forward('two');
  await visit.reload('two');
  await visit.signOut('link');
  await visit.back('two');
  await visit.forward('home');
  await visit.go('one');

  await visit.signIn('boris');
  await visit.go('two');
  await visit.signOut('fetch');
  await visit.back('two');
  await visit.reload('two');

  await visit.signIn('anna');
  await visit.go('one');
  await visit.signIn('boris');
  await visit.back('one');
  await visit.signOut('form');
  await visit.back('one');
  await visit.go('two');
  return visit.check();
}
