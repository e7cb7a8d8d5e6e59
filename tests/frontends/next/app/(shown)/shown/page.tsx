import { Page } from '../../../lib/page';

export default () => <Page root="/shown" name="home" />;
