# frozen_string_literal: true

module Visitorseal
  module Rails
    # What the page of a request gets: the same for helpers, insertion and endpoint.
    class Page
      NOTES = "visitorseal.written"
      SIGNATURES = "visitorseal.signatures"
      # Rails' own, in the request's environment.
      NONCE = "action_dispatch.content_security_policy_nonce"

      # Begins a response, of which {#protect} has the last word in the controller.
      def self.begin(request)
        request.env[NOTES] = {}
      end

      # @param controller [ActionController::Metal, nil]
      def initialize(controller)
        @controller = controller
        @request = controller&.request
      end

      # The script for who is signed in; for anyone else the anonymous one, which may be empty.
      #
      # @return [Script]
      def script(name, visitor: true, nonce: nil)
        with(name, :anonymous_script, nonce) do |brand|
          signed = signed(brand, visitor)
          with_nonce(nonce) { |found| signed ? signed.script(nonce: found) : brand.signer.anonymous_script(nonce: found) }
        end
      end

      # The script for the page after sign-out; empty where the vendor documents none.
      #
      # @return [Script]
      def forget_script(name, nonce: nil)
        with(name, :forget_script, nonce) do |brand|
          note(brand, false)
          with_nonce(nonce) { |found| brand.signer.forget_script(nonce: found) }
        end
      end

      # The signed fields of who is signed in; nil for anyone else.
      #
      # @return [Hash{String => Object}, nil]
      def fields(name, visitor: true) = with(name) { |brand| signed(brand, visitor)&.fields }

      # The enabled brands that the page has not dealt with.
      #
      # @return [Array<Brand>]
      def missing = Rails.brands.select { |brand| brand.signs? && !written.key?(brand.name) && brand.enabled?(@request) }

      # Whether a signature of this response's stands in a text.
      def signed_in?(text) = @request.env.fetch(SIGNATURES, []).any? { |signature| text.to_s.include?(signature) }

      # Whether the controller can say who is signed in. Those of Rails' own (`/up`) and of engines may not.
      def knows_users? = CurrentVisitor.known?(@controller)

      # Whether anybody is signed in, to any of the widgets.
      def visitor?
        knows_users? && Rails.brands.any? { |brand| brand.signs? && brand.enabled?(@request) } &&
          CurrentVisitor.user(@controller).present?
      end

      # The response is for this visitor alone.
      def keep_private
        environments.each { |env| env[Protection::SIGNED] = true }
        protect
      end

      # Says in the response's headers what is in the page.
      def protect
        response = @controller.response
        return if written.empty? && !signed? || response.committed?

        response.headers["Vary"] = [*response.headers["Vary"].to_s.split(/,\s*/), "Cookie"].uniq.join(", ")
        Protection.apply(response) if signed?
      end

      private

      # The brands that the page has dealt with so far.
      def written = @request.env[NOTES] ||= {}

      def signed? = @request.env[Protection::SIGNED]

      def environments = OpenRequests.around(@request.env)

      # What stands in for a page whose brand is not set up needs no secret.
      def with(name, otherwise = nil, nonce = nil)
        nothing = otherwise && Script.new
        return nothing unless @request

        brand = Rails.brand(name)
        brand.enabled?(@request) ? yield(brand) : nothing
      rescue ConfigurationError => error
        Setup.fault(name || brand&.name, error)
        without_secret(brand, otherwise, nonce) || nothing
      end

      def without_secret(brand, script, nonce)
        return unless brand && script

        note(brand, false)
        with_nonce(nonce) { |found| brand.anonymous_signer.public_send(script, nonce: found) }
      rescue ConfigurationError
        nil
      end

      def signed(brand, visitor)
        signed = CurrentVisitor.new(brand, @controller).signed(visitor)
        signed = nil if signed && !private?(brand)
        environments.each { |env| (env[SIGNATURES] ||= []) << signed.signature } if signed
        note(brand, !signed.nil?)
        signed
      end

      # Whether the response can still be kept from caches. Without a note, no controller's action is being processed.
      def private?(brand)
        return true if @request.env.key?(NOTES) && !@controller.response.committed? && !OpenRequests.sent?(@request.env)

        Logs.once(:error, "#{brand.name}: a page is not signed, since its headers are sent already, or it is rendered " \
                          "outside an action: caches could keep it. Render the tag before the stream begins")
        false
      end

      def note(brand, signed)
        return unless @request.env.key?(NOTES)

        written[brand.name] = true
        # Not at the action's end alone: a stream (`ActionController::Live`) sends its headers before.
        signed ? keep_private : protect
      end

      # To ask for a nonce is to put it into the header, so it is asked for only where there is a script.
      def with_nonce(nonce)
        plain = yield nil
        nonce = nonce.presence || policy_nonce unless plain.empty?
        nonce ? yield(nonce) : plain
      end

      # Rails' own is empty where it is that of a session which has not begun: then it is one by chance.
      def policy_nonce
        nonce = @request.content_security_policy_nonce
        return nonce unless nonce == ""

        @request.set_header(NONCE, SecureRandom.base64(16))
      end
    end
  end
end
