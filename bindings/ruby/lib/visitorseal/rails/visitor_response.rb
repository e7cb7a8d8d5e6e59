# frozen_string_literal: true

module Visitorseal
  module Rails
    # What the response to one request says about the visitor. Helpers, insertion and the JSON endpoint use it.
    class VisitorResponse
      # The brands that helpers were called for, each with whether the page has something of it.
      WRITTEN = "visitorseal.written"
      # What no cache of fragments may store: signatures, and what was written for nobody.
      PARTS = "visitorseal.parts"
      # Rails keeps the nonce here, in the request's environment.
      NONCE = "action_dispatch.content_security_policy_nonce"

      # Marks the request: an action is being processed, which {#finish} ends.
      def self.start(request)
        request.env[WRITTEN] = {}
      end

      # @param controller [ActionController::Metal, nil]
      def initialize(controller)
        @controller = controller
        @request = controller&.request
      end

      # @return [Script] the script for the signed-in visitor, or for a page where nobody is signed in
      def script(name, visitor: :current, nonce: nil)
        state(name, visitor) do |who|
          with_nonce(nonce) { |found| Page === who ? who.anonymous_script(nonce: found) : who.script(nonce: found) }
        end
      end

      # @return [Script] the element for the signed-in visitor, or for a page where nobody is signed in
      def element(name, visitor: :current, endpoint: nil)
        state(name, visitor) { |who| Page === who ? who.anonymous_element : who.element(endpoint: endpoint) }
      end

      # @return [Script] the script that makes the widget forget the visitor
      def forget_script(name, nonce: nil)
        with_brand(name, Script.new) do |brand|
          next Script.new unless can_be_private?

          remember(brand)
          keep_out_of_fragments(with_nonce(nonce) { |found| brand.page.forget_script(nonce: found) })
        end
      end

      # @return [Hash{String => Object}, nil] the signed fields; nil if nobody is signed in
      def fields(name, visitor: :current) = with_brand(name) { |brand| signed_or_nobody(brand, visitor)&.fields }

      # Renders the signed fields as JSON.
      #
      # @raise [ActionController::RoutingError]
      def render_fields(name)
        brand = brand_that_signs(name) or raise ActionController::RoutingError, "No brand of this name signs here."
        signed = with_brand(brand.name) { signed_or_nobody(brand, :current) }
        answer = { scheme: brand.scheme_name, fields: signed&.fields, mark: signed&.mark, expires_at: signed&.expires_at }
        json = Json.object(answer, Input::MAX_FIELDS)
        @controller.render(json: Json.ascii(json))
        keep_private
      end

      # @return [Array<Brand>] the enabled brands that the page has nothing of
      def missing = Rails.brands.select { |brand| brand.signs? && !written[brand.name] && brand.enabled?(@request) }

      # @return [Boolean] whether a text holds what this response says about its visitor
      def in?(text) = @request.env.fetch(PARTS, []).any? { |part| text.to_s.include?(part) }

      # @return [Boolean] whether the controller knows users. The controllers of Rails itself (`/up`) and of engines may
      #   not.
      def knows_users? = CurrentVisitor.known?(@controller)

      # @return [Boolean] whether somebody is signed in and a widget is enabled
      def visitor?
        knows_users? && Rails.brands.any? { |brand| brand.signs? && brand.enabled?(@request) } &&
          CurrentVisitor.user(@controller).present?
      end

      # Inserts missing scripts, if the site asks for that, and sets the headers.
      def finish
        Insertion.new(@controller, self).call
        set_headers
      end

      private

      # Says who the visitor is, or that nobody is signed in. The block takes a {Signed} or a {Page}.
      #
      # @return [Script]
      def state(name, visitor)
        with_brand(name, Script.new) do |brand|
          signed = signed_or_nil(brand, visitor)
          signed ? yield(signed) : state_nobody(brand, visitor) { yield(brand.page) }
        end
      end

      # Signs the visitor. A wrong secret is reported where nobody is signed in too, and does not keep the page from saying
      # that nobody is.
      #
      # @return [Signed, nil]
      def signed_or_nil(brand, visitor)
        brand.signer
        sign(brand, visitor)
      rescue ConfigurationError => error
        Misconfiguration.report(brand.name, error)
        nil
      end

      # @return [Signed, nil]
      def signed_or_nobody(brand, visitor)
        sign(brand, visitor).tap { |signed| vary(brand, written: true) unless signed }
      end

      def sign(brand, visitor)
        signed = CurrentVisitor.new(brand, @controller).signed(visitor) or return
        return log_unsigned(brand) unless can_be_private?

        remember(brand)
        keep_out_of_fragments(signed.signature)
        signed
      end

      # A page that a cache gives to everybody must not sign everybody out, and a controller that knows no users must not sign
      # anybody out: nothing is written there.
      #
      # @return [Script]
      def state_nobody(brand, visitor)
        return Script.new unless can_be_private? && (visitor != :current || knows_users?)
        return Script.new.tap { vary(brand, written: false) } if public?

        html = yield
        html.empty? ? vary(brand, written: true) : remember(brand)
        keep_out_of_fragments(html)
      end

      # Whether the site lets caches give this response, or one that contains it, to everybody.
      def public? = [@controller.response, *OpenRequests.responses(@request.env)].any? { |response| Protection.public?(response) }

      # Whether headers can still keep caches from storing the response. Without the mark of {.start} no action is being
      # processed.
      def can_be_private?
        @request.env.key?(WRITTEN) && !@controller.response.committed? && OpenRequests.responses(@request.env).none?(&:committed?)
      end

      def log_unsigned(brand)
        Logs.once(:error, "#{brand.name}: a visitor is not signed. The headers are sent already, or no action renders the page, so " \
                          "the page cannot be kept out of caches. Write the script or the element before the stream begins. " \
                          "The page shows the widget without a signed-in visitor.")
        nil
      end

      # Keeps caches from storing this response, and every response that contains it.
      def keep_private
        environments.each { |env| env[Protection::PERSONAL] = true }
        set_headers
      end

      def keep_out_of_fragments(text)
        environments.each { |env| (env[PARTS] ||= []) << text } unless text.nil? || text.empty?
        text
      end

      # Now, and not only when the action ends: a stream (`ActionController::Live`) sends its headers before that.
      def remember(brand)
        written[brand.name] = true
        keep_private
      end

      # The page is another one for a visitor who is signed in.
      def vary(brand, written:)
        return unless @request.env.key?(WRITTEN)

        self.written[brand.name] ||= written
        set_headers
      end

      def set_headers
        response = @controller.response
        return if (written.empty? && !personal?) || response.committed?

        response.headers["Vary"] = [*response.headers["Vary"].to_s.split(/,\s*/), "Cookie"].uniq.join(", ")
        Protection.apply(response) if personal?
      end

      def written = @request.env[WRITTEN] ||= {}

      def personal? = @request.env[Protection::PERSONAL]

      def environments = OpenRequests.around(@request.env)

      # @param empty [Script, nil] the result if the brand is disabled or not set up
      def with_brand(name, empty = nil)
        return empty unless @request

        brand = Rails.brand(name)
        brand.enabled?(@request) ? yield(brand) : empty
      rescue ConfigurationError => error
        Misconfiguration.report(brand&.name || name, error)
        empty
      end

      # @return [Brand, nil]
      def brand_that_signs(name)
        brand = Rails.brand(name)
        brand if brand.signs? && brand.enabled?(@request)
      rescue ConfigurationError
        nil
      end

      # Rails puts a nonce into the header when somebody asks for it, so only a script asks.
      def with_nonce(nonce)
        plain = yield nil
        nonce = nonce.presence || policy_nonce unless plain.empty?
        nonce ? yield(nonce) : plain
      end

      # A nonce that is the session's id is empty before the session begins. Then a random nonce replaces it.
      def policy_nonce
        nonce = @request.content_security_policy_nonce
        return nonce unless nonce == ""

        @request.set_header(NONCE, SecureRandom.base64(16))
      end
    end
    private_constant :VisitorResponse
  end
end
