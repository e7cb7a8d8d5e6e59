import { Page } from '../../../lib/page';

export default () => <Page root="/followed" name="home" />;
