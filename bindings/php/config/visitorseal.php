<?php

return [
    // Brands by a name of yours: one vendor can serve several shops.
    'brands' => [
        'shop' => [
            'scheme' => env('VISITORSEAL_SCHEME'),
            'secret' => env('VISITORSEAL_SECRET'),
            // 'settings' => ['app_id' => env('VISITORSEAL_APP_ID')],
            // An invokable class that takes the request and returns the visitor's array, or null for anonymous:
            // 'visitor' => App\Support\ChatVisitor::class,
            // For vendors, who verify: keys, newest first, and required, optional or observe.
            // 'keys' => [env('VISITORSEAL_KEY')],
            // 'policy' => 'required',
        ],
    ],
];
