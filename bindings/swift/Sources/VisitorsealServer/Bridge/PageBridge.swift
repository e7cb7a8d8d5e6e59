import CVisitorseal

extension Bridge {
    struct Page: Sendable {
        private let handle: Handle
        private let scheme: String

        init(scheme: Scheme, settings: String) throws {
            self.scheme = scheme.name()
            handle = try scheme.handle.lend { scheme in
                try Native.with(settings) { settings, length in
                    try Native.handle(visitorseal_page_free) { visitorseal_page_new(scheme, settings, length, $0, $1) }
                }
            }
        }

        func prefill(visitor: [UInt8]) throws -> Signed {
            try handle.lend { page in
                try visitor.withUnsafeBytes { bytes in
                    try Native.pass(bytes) { bytes, count in
                        let handle = try Native.handle(visitorseal_signed_free) {
                            visitorseal_page_prefill(page, bytes, count, $0, $1)
                        }
                        return Signed(handle: handle, name: scheme)
                    }
                }
            }
        }

        func forgetScript(nonce: String?) throws -> String {
            try Native.withOptional(nonce) { nonce, length in
                try handle.text { visitorseal_page_forget_script($0, nonce, length, $1, $2, $3) }
            }
        }

        func anonymousScript(nonce: String?) throws -> String {
            try Native.withOptional(nonce) { nonce, length in
                try handle.text { visitorseal_page_anonymous_script($0, nonce, length, $1, $2, $3) }
            }
        }

        func anonymousElement() throws -> String {
            try handle.text { visitorseal_page_anonymous_element($0, $1, $2, $3) }
        }
    }
}
