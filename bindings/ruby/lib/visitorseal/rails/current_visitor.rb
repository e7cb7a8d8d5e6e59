# frozen_string_literal: true

module Visitorseal
  module Rails
    # Signs the visitor of a request.
    class CurrentVisitor
      class << self
        # @return [Boolean] whether the controller has what `config.visitorseal.current_user` names
        def known?(controller)
          how = configured
          how.respond_to?(:call) || controller.respond_to?(how, true)
        end

        # @return [Object, nil] the site's user. A block runs in the controller, and may take it as its argument.
        def user(controller)
          how = configured
          return controller.respond_to?(how, true) ? controller.__send__(how) : nil unless how.respond_to?(:call)
          return how.call(controller) unless how.is_a?(Proc)

          how.arity.zero? ? controller.instance_exec(&how) : controller.instance_exec(controller, &how)
        rescue NameError => error
          # The controllers of Rails and of engines lack methods that the block expects.
          raise unless receiver(error).equal?(controller)
        end

        private

        def configured = ::Rails.application.config.visitorseal.current_user

        def receiver(error)
          error.receiver
        rescue ArgumentError
          nil
        end
      end

      # @param brand [Brand]
      # @param controller [ActionController::Metal]
      def initialize(brand, controller)
        @brand = brand
        @controller = controller
      end

      # The data of one user must not stop a page: a visitor who cannot be signed is logged, by code and field, and is
      # anonymous. In development and tests it is an error.
      #
      # @param visitor [Hash, nil, :current] `:current` is the signed-in user
      # @return [Signed, nil] nil for an anonymous visitor
      # @raise [VisitorError] in development and tests
      # @raise [ConfigurationError]
      def signed(visitor)
        visitor = of_user if visitor == :current
        visitor.presence && sign(visitor)
      rescue VisitorError => error
        # We removed the unverified address ourselves, so its absence is not an error.
        return if @address_removed && error.field == "email"
        raise if strict?

        ::Rails.logger&.warn("visitorseal: #{@brand.name}: the visitor cannot be signed: #{error.message} " \
                             "The page shows the widget without a signed-in visitor.")
        nil
      end

      private

      def strict? = ::Rails.env.development? || ::Rails.env.test?

      # A wrong attribute that the signature does not cover is left out: it must not make the visitor anonymous.
      def sign(visitor)
        signer = @brand.signer
        signer.sign(visitor)
      rescue VisitorError => error
        raise unless leave_out? && about_attribute?(error)

        sign_without_wrong_attributes(signer, visitor) || raise
      end

      def leave_out? = !strict? && !@brand.scheme.covers.include?("attributes")

      def about_attribute?(error) = error.field.to_s.start_with?("attributes.")

      # Finds the wrong attributes: it signs each of them alone, because an error shows a shortened name, which several
      # attributes may have. Those that the signature covers stay, because it needs them.
      #
      # @return [Signed, nil] nil if no attribute is wrong, or if there are more attributes than any visitor may have
      def sign_without_wrong_attributes(signer, visitor)
        visitor = Hash.try_convert(visitor)
        member = [:attributes, "attributes"].find { |key| Hash === visitor[key] } or return
        return if visitor[member].size > Limits::MAX_ATTRIBUTES

        covered = visitor[member].select { |key, _| @brand.scheme.covers.include?("attributes.#{key}") }
        errors = []
        rest = visitor[member].reject do |key, value|
          next if covered.key?(key)

          error = error_of_attribute(signer, visitor.merge(member => covered.merge(key => value)))
          errors << error if error
        end
        return if errors.empty?

        signer.sign(visitor.merge(member => rest)).tap { errors.each { |error| log_left_out(error) } }
      end

      # @return [VisitorError, nil]
      def error_of_attribute(signer, visitor)
        signer.sign(visitor)
        nil
      rescue VisitorError => error
        error if about_attribute?(error)
      end

      def log_left_out(error)
        Logs.once(:warn, "#{@brand.name}: attribute_left_out (#{error.field}): #{error.reason} " \
                         "The visitor is signed without this attribute.")
      end

      def of_user
        user = CurrentVisitor.user(@controller)
        return warn_of_unknown_user if user.nil? || user == false

        visitor = @brand.visitor_of(user)&.to_h&.symbolize_keys
        return visitor if visitor.blank? || visitor[:email].nil? || @brand.email_verified?(user)

        @address_removed = true
        visitor.except(:email)
      end

      # The page of an engine need not know users. A page with the helper in it should.
      def warn_of_unknown_user
        return if CurrentVisitor.known?(@controller)

        Logs.once(:warn, "#{@controller.class} has no #{::Rails.application.config.visitorseal.current_user}. " \
                         "Set config.visitorseal.current_user, such as -> { Current.user }. " \
                         "Its pages say nothing about the visitor.")
        nil
      end
    end
    private_constant :CurrentVisitor
  end
end
