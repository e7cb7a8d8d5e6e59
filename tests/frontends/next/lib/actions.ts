'use server';
// Signing in and out by forms: Next.js posts them by fetch, and the window stays.
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';

export async function signIn(form: FormData) {
  (await cookies()).set('session', String(form.get('user')));
  redirect(String(form.get('to')));
}

export async function signOut(form: FormData) {
  (await cookies()).delete('session');
  redirect(String(form.get('to')));
}
