<?php return ['brands' => []];
