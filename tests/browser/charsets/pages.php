<?php

/* Makes pages with PHP for the task on standard input, in each charset, with each encoder of PHP. */

declare(strict_types=1);

use Twig\Environment;
use Twig\Loader\ArrayLoader;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Signer;
use Visitorseal\Twig\VisitorExtension;

error_reporting(E_ALL & ~E_DEPRECATED & ~E_NOTICE & ~E_WARNING);
require $argv[1];
$task = json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR);

$lines = [];
$print = function (array $line) use (&$lines): void {
    $lines[] = json_encode($line);
};

$signed = (new Signer('bookbag', $task['secret']))->sign($task['visitor']);
$pages = ['PHP with iconv' => fn() => $task['head'] . $signed->script() . $task['tail']];
$encoders = ['PHP with iconv' => iconv(...)];
$pages['PHP with iconv //TRANSLIT'] = $pages['PHP with iconv'];
$encoders['PHP with iconv //TRANSLIT'] = fn($from, $to, $text) => iconv($from, "$to//TRANSLIT", $text);
if (function_exists('mb_convert_encoding')) {
    $pages['PHP with mbstring'] = $pages['PHP with iconv'];
    $encoders['PHP with mbstring'] = function ($from, $to, $text) {
        try {
            return mb_convert_encoding($text, $to, $from);
        } catch (\ValueError) {
            return false;
        }
    };
}
if (class_exists(Environment::class) || (@include_once 'Twig/autoload.php')) {
    $pages['Twig'] = function () use ($task) {
        $twig = new Environment(new ArrayLoader(['page' => "{{ head|raw }}{{ visitor_script('shop') }}{{ tail|raw }}"]));
        $brand = new Brand('shop', 'bookbag', secret: $task['secret'], visitor: fn() => $task['visitor']);
        $twig->addExtension(new VisitorExtension(new Brands([$brand])));
        return $twig->render('page', $task);
    };
    $encoders['Twig'] = iconv(...);
}
foreach (['Config', 'Container', 'Events', 'Filesystem', 'Http', 'Log', 'Routing', 'Support', 'View'] as $component) {
    @include_once "Illuminate/$component/autoload.php";
}
if (class_exists(Illuminate\View\Compilers\BladeCompiler::class) && class_exists(Illuminate\Routing\Router::class)) {
    $pages['Laravel'] = require __DIR__ . '/laravel.php';
    $encoders['Laravel'] = iconv(...);
}

foreach ($pages as $framework => $page) {
    $html = is_callable($page) ? $page($task) : $page;
    foreach ($task['charsets'] as ['name' => $name, 'codec' => $codec]) {
        $line = ['framework' => $framework, 'charset' => $name];
        $encoded = $encoders[$framework]('UTF-8', $codec, $html);
        if ($encoders[$framework]('UTF-8', $codec, 'a') === false) {
            $line['unknown'] = true;
        } elseif ($encoded === false) {
            $line['error'] = 'this charset lacks characters of the page';
        } else {
            $line['page'] = base64_encode($encoded);
        }
        $print($line);
    }
    $print(['framework' => $framework, 'page' => base64_encode($html)]);
}
$print(['framework' => 'PHP with iconv', 'fields' => base64_encode('{"scheme":"bookbag","fields":' . $signed->fieldsJson . ',"mark":"' . $signed->mark . '","expires_at":null}')]);
echo implode("\n", $lines), "\n";
