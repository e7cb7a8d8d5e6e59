<?php

return [
    // Each brand is a vendor's widget under a name that you choose.
    'brands' => [
        'shop' => [
            // The name of a scheme, such as bookbag. For a scheme of your own: 'scheme_file' => base_path('chat.toml')
            'scheme' => env('VISITORSEAL_SCHEME'),
            'secret' => env('VISITORSEAL_SECRET'),

            // The scheme's settings, such as Thread's app_id.
            // 'settings' => ['app_id' => env('VISITORSEAL_APP_ID')],

            // An invokable class that takes the request and returns the visitor's array, or null for an anonymous visitor.
            // 'visitor' => App\Support\ChatVisitor::class,

            // An invokable class that takes the user and tells whether the email address is verified, or false.
            // 'email_verified' => App\Support\EmailVerified::class,

            // False writes nothing into pages.
            // 'enabled' => true,

            // For vendors, who verify: the keys, newest first, and the policy (required, optional or observe).
            // 'keys' => [env('VISITORSEAL_KEY')],
            // 'policy' => 'required',
        ],
    ],
];
