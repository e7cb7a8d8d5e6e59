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
        @brand.signer.sign(visitor)
      rescue VisitorError => error
        visitor = without_attribute(visitor, error) if leave_out?
        raise unless leave_out? && visitor

        Logs.once(:warn, "#{@brand.name}: attribute_left_out (#{error.field}): #{error.reason} " \
                         "The visitor is signed without this attribute.")
        retry
      end

      def leave_out? = !strict? && !@brand.scheme.covers.include?("attributes")

      # @return [Hash, nil] nil if the error is not about one attribute
      def without_attribute(visitor, error)
        member = [:attributes, "attributes"].find { |key| Hash.try_convert(visitor[key]) }
        attributes = Hash.try_convert(visitor[member])&.reject { |key, _| error.field == "attributes.#{Json.short_name(key)}" }
        visitor.merge(member => attributes) if attributes && attributes.size < visitor[member].size
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
                         "Its pages show the widget without a signed-in visitor.")
        nil
      end
    end
    private_constant :CurrentVisitor
  end
end
