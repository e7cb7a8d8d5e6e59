# frozen_string_literal: true

module Visitorseal
  # A scheme with its settings: what a page needs where nobody is signed in. It has no secret. Make one and keep it: many
  # threads may use it, and it works after a fork.
  class Page
    include Confidential

    # @return [String] the scheme's name
    attr_reader :scheme

    # @param scheme [Symbol, String, Scheme] the name of a scheme, or a scheme of your own
    # @param settings [Hash{Symbol => String, Integer}] such as Thread's `app_id:`
    # @raise [ConfigurationError] `scheme_unknown` or `setting_…`
    # @raise [TypeError] for anything but a scheme
    def initialize(scheme, **settings)
      scheme = Input.scheme(scheme)
      @scheme = scheme.name
      @handle = Library.make(:page_free, :page_new, Handle.of(scheme), Input.settings(settings))
      freeze
    end

    # Fills the vendor's form without a signature, where the vendor documents that. It proves nothing. The parameters are
    # those of {Signer#sign}.
    #
    # @param visitor [Hash]
    # @param fields [Hash]
    # @return [Signed]
    # @raise [ConfigurationError] `not_offered` for other vendors
    # @raise [VisitorError, TypeError] as {Signer#sign}
    def prefill(visitor = Input::NOTHING, **fields)
      Signed.new(Library.make(:signed_free, :page_prefill, @handle, Input.visitor(visitor, fields)))
    end

    # The script for a page right after sign-out. The widget forgets the visitor.
    #
    # @param nonce [String, nil] the nonce of the page's Content-Security-Policy
    # @return [Script] empty if the scheme has no code for pages
    # @raise [ConfigurationError] `nonce_invalid`
    def forget_script(nonce: nil) = Script.new(Library.text(:page_forget_script, @handle, Input.nonce(nonce)))

    # The script for a page where nobody is signed in. A widget that knows somebody forgets them. Then the widget starts
    # without a visitor.
    #
    # @param nonce [String, nil] the nonce of the page's Content-Security-Policy
    # @return [Script] empty if the scheme has no code for pages
    # @raise [ConfigurationError] `nonce_invalid`
    def anonymous_script(nonce: nil) = Script.new(Library.text(:page_anonymous_script, @handle, Input.nonce(nonce)))

    # The element for a page where nobody is signed in, if the page's `<head>` has the scheme's file. It does what
    # {#anonymous_script} does, and needs no nonce.
    #
    # @return [Script]
    # @raise [ConfigurationError] `not_offered` if the scheme has no code for pages
    def anonymous_element = Script.new(Library.text(:page_anonymous_element, @handle))

    private

    def inspect_details = [scheme]
  end
end
