<?php

declare(strict_types=1);

$h = htmlspecialchars(...);
$desk = getenv('DESK');
$nonce = base64_encode(random_bytes(16));
$late = filter_input(INPUT_GET, 'late');
$late = $late && ctype_digit($late) ? "?late=$late" : '';
header(
    "Content-Security-Policy: default-src 'none'; script-src 'nonce-$nonce'; style-src 'self'; connect-src $desk; "
        . "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);
?>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Fifty Teas</title>
  <link rel="stylesheet" href="/shop.css">
</head>
<body>
  <header>
    <a href="/">Fifty Teas</a>
    <nav>
      <?php foreach (BRANDS as $name): ?>
      <a href="/<?= $name ?>"<?= $name === $brand ? ' aria-current="page"' : '' ?>><?= $name ?></a>
      <?php endforeach ?>
    </nav>
    <?php if ($customer): ?>
    <form method="post" action="/sign-out">
      <input type="hidden" name="next" value="/<?= $brand ?>">
      <span data-customer><?= $h($customer['name']) ?></span>
      <button>Sign out</button>
    </form>
    <?php else: ?>
    <form method="post" action="/sign-in">
      <input type="hidden" name="next" value="/<?= $brand ?>">
      <select name="customer" aria-label="Customer">
        <?php foreach ($customers as $key => $visitor): ?>
        <option value="<?= $h($key) ?>"><?= $h($visitor['name']) ?></option>
        <?php endforeach ?>
      </select>
      <button>Sign in</button>
    </form>
    <?php endif ?>
  </header>
  <main>
    <h1>Tea, by the pot</h1>
    <?php if ($brand): ?>
    <p>Questions? <strong><?= $brand ?></strong> is at the lower right and knows who is signed in.</p>
    <?php else: ?>
    <p>Select one of the five support widgets above.</p>
    <?php endif ?>
    <ul><li>Sencha</li><li>Assam</li><li>Rooibos</li></ul>
  </main>
  <footer>A storefront in PHP.</footer>
  <?php if ($brand): ?>
  <?= visitorScript($brand, $customer, $nonce) ?>

  <script async src="<?= $h("$desk/widgets/$brand.js$late") ?>" nonce="<?= $nonce ?>"></script>
  <?php endif ?>
</body>
</html>
