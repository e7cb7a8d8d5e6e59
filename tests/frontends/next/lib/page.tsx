// What every page of a layout has: links that keep the window, and the ways to sign in and out.
import Link from 'next/link';
import { signIn, signOut } from './actions';
import { SignOutByFetch } from './sign-out-by-fetch';

export function Page({ root, name }: { root: string; name: string }) {
  return (
    <main>
      <h1>{name}</h1>
      <Link href={root}>home</Link> <Link href={`${root}/tea`}>tea</Link>
      <form action={signIn}>
        <input name="user" />
        <input name="to" type="hidden" value={root} />
        <button>sign in</button>
      </form>
      <form action={signOut}>
        <input name="to" type="hidden" value={root} />
        <button>sign out</button>
      </form>
      <SignOutByFetch />
      <a href={`/session?to=${root}`}>sign out by a link</a>
    </main>
  );
}
