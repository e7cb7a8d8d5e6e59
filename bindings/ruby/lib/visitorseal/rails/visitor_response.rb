# frozen_string_literal: true

module Visitorseal
  module Rails
    # What the response to one request says about the visitor. Helpers, insertion and the JSON endpoint use it.
    class VisitorResponse
      WRITTEN = "visitorseal.written"
      SIGNATURES = "visitorseal.signatures"
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

      # @return [Script] the script for the signed-in visitor; otherwise the anonymous script, which may be empty
      def script(name, visitor: :current, nonce: nil)
        with_brand(name, :anonymous_script, nonce) do |brand|
          signed = sign(brand, visitor)
          with_nonce(nonce) { |found| signed ? signed.script(nonce: found) : brand.signer.anonymous_script(nonce: found) }
        end
      end

      # @return [Script] the script for the page after sign-out; empty if the vendor documents none
      def forget_script(name, nonce: nil)
        with_brand(name, :forget_script, nonce) do |brand|
          remember(brand, false)
          with_nonce(nonce) { |found| brand.signer.forget_script(nonce: found) }
        end
      end

      # @return [Hash{String => Object}, nil] the signed fields; nil if nobody is signed in
      def fields(name, visitor: :current) = with_brand(name) { |brand| sign(brand, visitor)&.fields }

      # Renders the signed fields as JSON.
      #
      # @raise [ActionController::RoutingError]
      def render_fields(name)
        brand = brand_that_signs(name) or raise ActionController::RoutingError, "No brand of this name signs here."
        json = Json.object({ scheme: brand.scheme_name, fields: fields(brand.name) }, Input::MAX_FIELDS)
        @controller.render(json: Json.ascii(json))
        keep_private
      end

      # @return [Array<Brand>] the enabled brands without a script in the page
      def missing = Rails.brands.select { |brand| brand.signs? && !written.key?(brand.name) && brand.enabled?(@request) }

      # @return [Boolean] whether a text holds a signature of this response
      def signed_in?(text) = @request.env.fetch(SIGNATURES, []).any? { |signature| text.to_s.include?(signature) }

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
        Insertion.new(@controller, self).call if ::Rails.application.config.visitorseal.insert
        set_headers
      end

      private

      # @return [Brand, nil]
      def brand_that_signs(name)
        brand = Rails.brand(name)
        brand if brand.signs? && brand.enabled?(@request)
      rescue ConfigurationError
        nil
      end

      # Keeps caches from storing this response, and every response that contains it.
      def keep_private
        environments.each { |env| env[Protection::SIGNED] = true }
        set_headers
      end

      def set_headers
        response = @controller.response
        return if (written.empty? && !signed?) || response.committed?

        response.headers["Vary"] = [*response.headers["Vary"].to_s.split(/,\s*/), "Cookie"].uniq.join(", ")
        Protection.apply(response) if signed?
      end

      # The brands that have a script in the page.
      def written = @request.env[WRITTEN] ||= {}

      def signed? = @request.env[Protection::SIGNED]

      def environments = OpenRequests.around(@request.env)

      # If the brand is not set up, `script` names the method that makes a script without its secret.
      def with_brand(name, script = nil, nonce = nil)
        empty = script && Script.new
        return empty unless @request

        brand = Rails.brand(name)
        brand.enabled?(@request) ? yield(brand) : empty
      rescue ConfigurationError => error
        Misconfiguration.report(name || brand&.name, error)
        script_without_secret(brand, script, nonce) || empty
      end

      def script_without_secret(brand, script, nonce)
        return unless brand && script

        remember(brand, false)
        with_nonce(nonce) { |found| brand.anonymous_signer.public_send(script, nonce: found) }
      rescue ConfigurationError
        nil
      end

      def sign(brand, visitor)
        signed = CurrentVisitor.new(brand, @controller).signed(visitor)
        signed = nil if signed && !can_be_private?(brand)
        environments.each { |env| (env[SIGNATURES] ||= []) << signed.signature } if signed
        remember(brand, !signed.nil?)
        signed
      end

      # Whether headers can still keep caches from storing the response. Without the mark of {.start} no action is being
      # processed.
      def can_be_private?(brand)
        return true if @request.env.key?(WRITTEN) && !@controller.response.committed? && !OpenRequests.sent?(@request.env)

        Logs.once(:error, "#{brand.name}: a visitor is not signed. The headers are sent already, or no action renders the page, so " \
                          "the page cannot be kept out of caches. Write the script before the stream begins. " \
                          "The page shows the widget without a signed-in visitor.")
        false
      end

      def remember(brand, signed)
        return unless @request.env.key?(WRITTEN)

        written[brand.name] = true
        # Not only when the action ends: a stream (`ActionController::Live`) sends its headers before that.
        signed ? keep_private : set_headers
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
